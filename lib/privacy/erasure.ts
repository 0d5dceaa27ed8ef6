import type { ConnectionId, CredentialId, ErasureId, PersonId, TenantId } from "#lib/kernel/id.ts";

/** What an erasure has to reach (GDPR Art. 17 and 19), in the order in which it is begun. */
export const obligationKinds = [
  /** No consent is in force or waits for an answer. */
  "consents",
  /** A bank has been told that its access is over. */
  "bankSide",
  /** What was typed for a bank is destroyed. */
  "bankAccess",
  /** The key of everything that banks told is destroyed, and what it sealed, and who saw it. */
  "records",
  /** Accounts, connections, and attempts to be let in. */
  "links",
  /** The investor has been told what remains, and the firm's compliance that it may have to be told on. */
  "notice",
  /** Name, address, and all that somebody could sign in with. */
  "person",
  /** The proof of what was agreed to. */
  "evidence",
  "keyBackups",
  "dataBackups",
] as const;
export type ObligationKind = (typeof obligationKinds)[number];

/** `waiting` has nothing left to do but for a moment to come; `kept` is the law's, until a moment. */
export const obligationStates = ["open", "waiting", "kept", "done"] as const;
export type ObligationState = (typeof obligationStates)[number];

/** Where each state may go. Nothing that was met is owed again. */
export const obligationTransitions = {
  open: ["waiting", "kept", "done"],
  waiting: ["done"],
  kept: ["done"],
  done: [],
} as const satisfies Record<ObligationState, readonly ObligationState[]>;

/**
 * Why it stands as it does: `bankNotTold` until a bank confirms, `lapsed` where it never did and its access ended by
 * itself, `personTold` and `firmTold` where one of the two has had their mail and the other has not, `notSent` where a
 * mail server took no mail in time.
 */
export const obligationReasons = [
  ...(["notYet", "bankNotTold", "met", "confirmed", "lapsed", "nothingThere", "notSent"] as const),
  ...(["personTold", "firmTold"] as const),
  ...(["backups", "proofOfConsent", "timePassed"] as const),
] as const;
export type ObligationReason = (typeof obligationReasons)[number];

export interface Obligation {
  readonly kind: ObligationKind;
  readonly subjectId: ErasureId | ConnectionId | CredentialId;
  readonly state: ObligationState;
  readonly reason: ObligationReason;
  /** What an open one waits for at the longest; when a waiting or kept one is over. */
  readonly until: Date | null;
  readonly settledAt: Date | null;
}

export interface Erasure {
  readonly tenantId: TenantId;
  readonly erasureId: ErasureId;
  readonly investorId: PersonId;
  readonly begunAt: Date;
  readonly evidenceUntil: Date;
  readonly completedAt: Date | null;
}

/** How an open obligation was met. */
export type Settlement =
  | { readonly state: "done"; readonly reason: ObligationReason }
  | { readonly state: "waiting" | "kept"; readonly reason: ObligationReason; readonly until: Date };

/**
 * GDPR Art. 7(1) has the firm prove what was agreed to, and Art. 17(3)(e) lets it keep the proof for as long as somebody
 * may claim otherwise. It is the time for which ended consents are shown everywhere else.
 */
export const evidenceYears = 2;

const dayMs = 86_400_000;

export function evidenceUntil(begunAt: Date): Date {
  const until = new Date(begunAt);
  until.setUTCFullYear(until.getUTCFullYear() + evidenceYears);
  return until;
}

/** Longer than that nothing that was typed is kept for a bank that cannot be told: its own deadline goes on without it. */
export const accessPatienceMs = dayMs;
/** Longer than that no name and address are kept for a mail that no server takes. */
export const noticePatienceMs = dayMs;

/** A bank's side, as far as this has to know it. */
export interface BankSide {
  readonly connectionId: ConnectionId;
  readonly credentialId: CredentialId;
  /** Whether the bank has something left to be told, or may come to. */
  readonly isOwed: boolean;
  /** Whether it gave an access, as far as is known. */
  readonly hasGiven: boolean;
  /** When what it gave ends by itself, at the latest. */
  readonly deadline: Date;
}

/** The ledger's first page. What comes to light later is added to it. */
export function obligationsOf(
  { erasureId }: Pick<Erasure, "erasureId">,
  sides: readonly BankSide[],
  credentialIds: readonly CredentialId[],
): readonly Obligation[] {
  const open = { state: "open", reason: "notYet", until: null, settledAt: null } as const;
  return obligationKinds.flatMap((kind): readonly Obligation[] => {
    if (kind === "bankSide") {
      return sides.map(({ connectionId, isOwed, hasGiven, deadline }) => ({
        ...{ ...open, kind, subjectId: connectionId },
        ...(isOwed && hasGiven ? { reason: "bankNotTold" as const, until: deadline } : {}),
      }));
    }
    if (kind === "bankAccess") return credentialIds.map((subjectId) => ({ ...open, kind, subjectId }));
    return [{ ...open, kind, subjectId: erasureId }];
  });
}

/** `null` where it was met before: then there is nothing to write. */
export function settle(obligation: Obligation, how: Settlement, at: Date): Obligation | null {
  if (obligation.state !== "open") return null;
  return {
    ...obligation,
    ...{ state: how.state, reason: how.reason, until: "until" in how ? how.until : null },
    settledAt: at,
  };
}

/** What only waited, or was only kept, and whose time has come. */
export const isDue = ({ state, until }: Obligation, now: Date): boolean =>
  (state === "waiting" || state === "kept") && until !== null && until <= now;

export const pass = (obligation: Obligation): Obligation => ({
  ...obligation,
  ...{ state: "done", reason: "timePassed" },
});

const isOf = (obligations: readonly Obligation[], kinds: readonly ObligationKind[]): readonly Obligation[] =>
  obligations.filter(({ kind }) => kinds.includes(kind));

/** When the last of these was met, or `null` while one is open. */
export function metAt(obligations: readonly Obligation[], kinds: readonly ObligationKind[]): Date | null {
  const found = isOf(obligations, kinds);
  if (found.some(({ state }) => state === "open")) return null;
  return new Date(Math.max(0, ...found.map(({ settledAt }) => settledAt?.getTime() ?? 0)));
}

export type Standing =
  | { readonly kind: "inProgress"; readonly waitingFor: readonly ObligationKind[] }
  | { readonly kind: "complete"; readonly keeps: readonly ObligationKind[] };

/** Complete is when everything is done or lawfully kept, and every window has passed. */
export function standingOf(obligations: readonly Pick<Obligation, "kind" | "state">[]): Standing {
  const kindsIn = (...states: ObligationState[]) =>
    obligationKinds.filter((kind) =>
      obligations.some((one) => one.kind === kind && states.includes(one.state)),
    );
  const waitingFor = kindsIn("open", "waiting");
  const isWhole = obligations.length > 0 && waitingFor.length === 0;
  return isWhole ? { kind: "complete", keeps: kindsIn("kept") } : { kind: "inProgress", waitingFor };
}

const soonMs = 5 * 60_000;

/** When there is something to look at again; `null` when nothing is left, ever. */
export function nextLook(obligations: readonly Obligation[], now: Date): Date | null {
  if (obligations.some(({ state }) => state === "open")) return new Date(now.getTime() + soonMs);
  const times = obligations.flatMap(({ state, until }) =>
    state !== "done" && until ? [until.getTime()] : [],
  );
  return times.length === 0 ? null : new Date(Math.max(Math.min(...times), now.getTime() + 1_000));
}

export const afterDays = (at: Date, days: number): Date => new Date(at.getTime() + days * dayMs);
