import { stack } from "./stack.ts";

interface CallCount {
  readonly method: string;
  /** With every identifier replaced. */
  readonly path: string;
  readonly count: number;
}

/** What an invented bank was asked since it was started, by verb and kind of path. */
export async function callsAt(bank: "retail" | "private"): Promise<readonly CallCount[]> {
  const answer = await fetch(`${stack.phoneOrigin}/banks/${bank}/log`);
  return ((await answer.json()) as { readonly counts: readonly CallCount[] }).counts;
}
