import type { watchInstitutions } from "#lib/institutions/watch-institutions.ts";

type Watched = ReturnType<typeof watchInstitutions>;

/** One a process: the bundles of a build share what the process looked at before it began to listen. */
const shared = globalThis as typeof globalThis & { licetInstitutions?: Watched };

export function shareInstitutions(watched: Watched): void {
  shared.licetInstitutions?.stop();
  shared.licetInstitutions = watched;
}

export function sharedInstitutions(): Watched {
  if (!shared.licetInstitutions) throw new Error("the institutions are read when the web process starts");
  return shared.licetInstitutions;
}
