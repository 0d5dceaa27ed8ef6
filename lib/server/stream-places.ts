import { AppError } from "#lib/kernel/errors.ts";

/** Browsers open six connections to a host at the most; whoever looks on in four windows can still use a fifth. */
const perPerson = 4;
const perProcess = 2_000;

/** Shared by the bundles of one build. */
const shared = globalThis as typeof globalThis & { licetStreams?: Map<string, number> };

/** Counts one open stream of a person. What it answers gives the place back, once however often it is called. */
export function takePlace(personId: string): () => void {
  shared.licetStreams ??= new Map();
  const open = shared.licetStreams;
  const taken = open.get(personId) ?? 0;
  const all = [...open.values()].reduce((sum, count) => sum + count, 0);
  if (taken >= perPerson || all >= perProcess)
    throw new AppError("authorisation.too_many_streams", { open: taken });
  open.set(personId, taken + 1);
  let isMine = true;
  return () => {
    if (!isMine) return;
    isMine = false;
    const left = (open.get(personId) ?? 1) - 1;
    if (left > 0) open.set(personId, left);
    else open.delete(personId);
  };
}
