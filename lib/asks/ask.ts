import type { AskId, PersonId, TenantId } from "#lib/kernel/id.ts";

/** What an advisor can ask of a client, and only the client can do: renew a consent, or confirm at a bank. */
export const askKinds = ["renew", "confirm"] as const;
export type AskKind = (typeof askKinds)[number];

/** Nobody is asked the same twice within so many days, whoever asks. The database holds to it. */
export const askAgainAfterDays = 7;

const dayMs = 86_400_000;

export interface Ask {
  readonly tenantId: TenantId;
  readonly investorId: PersonId;
  readonly what: AskKind;
  /** The consent, or the institution. */
  readonly about: string;
  readonly askId: AskId;
  readonly askedBy: PersonId;
  readonly askedAt: Date;
  readonly mailedAt: Date | null;
}

/** From when the same may be asked once more; `null` where it may be now. */
export function notBefore(last: Pick<Ask, "askedAt"> | null, now: Date): Date | null {
  if (last === null) return null;
  const again = new Date(last.askedAt.getTime() + askAgainAfterDays * dayMs);
  return again > now ? again : null;
}
