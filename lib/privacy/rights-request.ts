import type { PersonId, RightsRequestId, TenantId } from "#lib/kernel/id.ts";
import type { RefusalReason, RightsChannel, RightsKind } from "./rights-view.ts";

export interface RightsRequest {
  readonly tenantId: TenantId;
  readonly requestId: RightsRequestId;
  readonly investorId: PersonId;
  readonly kind: RightsKind;
  readonly channel: RightsChannel;
  /** A day, `YYYY-MM-DD`, as the next. */
  readonly receivedOn: string;
  readonly dueOn: string;
  readonly extendedAt: Date | null;
  readonly outcome: "granted" | "refused" | null;
  readonly reason: RefusalReason | null;
  readonly recordedBy: PersonId;
  readonly recordedAt: Date;
  readonly closedBy: PersonId | null;
  readonly closedAt: Date | null;
}

/** GDPR Art. 12(3): a month, and two more where the firm says within the first that it needs them. */
export const monthsToAnswer = 1;
export const monthsWhenExtended = 3;

/**
 * The same day so many months later, or that month's last (Regulation (EEC, Euratom) 1182/71 Art. 3(2)(c)). A day off
 * work that it falls on would move it later (Art. 3(4)): whoever keeps to this is never late.
 */
export function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return dayOf(first);
}

export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

const dayMs = 86_400_000;

/** Whole days from one day to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMs);

export type Received = Pick<
  RightsRequest,
  "tenantId" | "requestId" | "investorId" | "kind" | "channel" | "receivedOn" | "recordedBy" | "recordedAt"
>;

export const received = (request: Received): RightsRequest => ({
  ...request,
  dueOn: monthsAfter(request.receivedOn, monthsToAnswer),
  ...{ extendedAt: null, outcome: null, reason: null, closedBy: null, closedAt: null },
});

/** `null` where it is answered, was extended before, or its first month is over: whoever asked had to be told in it. */
export function extended(request: RightsRequest, at: Date): RightsRequest | null {
  if (request.closedAt !== null || request.extendedAt !== null || dayOf(at) > request.dueOn) return null;
  return { ...request, dueOn: monthsAfter(request.receivedOn, monthsWhenExtended), extendedAt: at };
}

export interface Answer {
  /** `null` grants it. */
  readonly refusal: RefusalReason | null;
  readonly by: PersonId;
  readonly at: Date;
}

/** `null` where it is answered: what was answered stays as it was. */
export function answered(request: RightsRequest, { refusal, by, at }: Answer): RightsRequest | null {
  if (request.closedAt !== null) return null;
  return {
    ...request,
    ...{ outcome: refusal === null ? "granted" : "refused", reason: refusal, closedBy: by, closedAt: at },
  };
}
