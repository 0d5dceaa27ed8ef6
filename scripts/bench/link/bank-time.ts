import type { LoggedCall } from "#sandbox/bank/call-log.ts";

/** From when until when somebody waited, in milliseconds since 1970. */
export interface Waited {
  readonly from: number;
  readonly to: number;
}

export async function callsOf(phoneOrigin: string, after: number): Promise<readonly LoggedCall[]> {
  const answer = await fetch(`${phoneOrigin}/banks/retail/log?after=${after}`);
  return ((await answer.json()) as { calls: LoggedCall[] }).calls;
}

/**
 * How long of it the bank itself was busy with this consent: its calls' times as its own log has them, counted once
 * where they overlap. What a call waits before the bank has begun it is not the bank's.
 */
export function bankTime(calls: readonly LoggedCall[], consentId: string, { from, to }: Waited): number {
  const spans = calls
    .filter((call) => call.consentId === consentId && call.path.includes("/consents"))
    .map(({ begunAt, finishedAt }) => [Math.max(begunAt, from), Math.min(finishedAt ?? to, to)] as const)
    .sort(([a], [b]) => a - b);
  let [total, until] = [0, from];
  for (const [begun, finished] of spans) {
    total += Math.max(0, finished - Math.max(begun, until));
    until = Math.max(until, finished);
  }
  return total;
}
