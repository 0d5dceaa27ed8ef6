import type { BankAnswer } from "#lib/aspsp/bank-access.ts";
import type { PersonPresent } from "#lib/aspsp/link-request.ts";
import type { Ask, Asked } from "./client.ts";
import type { AccessInstitution } from "./xs2a-institution.ts";

/** One run of calls: to whom, with whom there, and until when. */
export interface Talk {
  readonly institution: AccessInstitution;
  readonly ask: (asked: Omit<Asked, "person" | "signal">) => Promise<BankAnswer>;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** The same, ended by another signal. */
  readonly until: (signal: AbortSignal) => Talk;
}

export const talkWith = (
  institution: AccessInstitution,
  ask: Ask,
  person: PersonPresent | null,
  signal: AbortSignal,
  now: () => Date,
): Talk => ({
  institution,
  signal,
  now,
  ask: (asked) => ask({ ...asked, person, signal }),
  until: (other) => talkWith(institution, ask, person, other, now),
});

/** Where the standard puts a resource. Used where the bank gave no link; otherwise its links lead. */
export const standardUrl = ({ baseUrl }: Pick<AccessInstitution, "baseUrl">, path: string): string =>
  `${baseUrl.replace(/\/+$/, "")}/v1/${path}`;
