import type { AspspFailure } from "#lib/aspsp/failure.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { AccountId, ConnectionId, ConsentId, CredentialId, PersonId, TenantId } from "#lib/kernel/id.ts";

export const connectionStates = ["linking", "choosing", "active", "ended"] as const;
export type ConnectionState = (typeof connectionStates)[number];

/** Where each state may go. An empty row is an end: whoever wants the bank again links it anew. */
export const connectionTransitions = {
  linking: ["choosing", "ended"],
  choosing: ["active", "ended"],
  active: ["ended"],
  ended: [],
} as const satisfies Record<ConnectionState, readonly ConnectionState[]>;

/** What the investor has to do before the bank lets us in again: confirm that it is they, or give another password. */
export const connectionNeeds = ["confirm", "credential"] as const;
export type ConnectionNeed = (typeof connectionNeeds)[number];

/** Why the investor has to do something: what the bank said, that it did not take the password, or that it is reached elsewhere now. */
export type NeedReason = AspspFailure | "wrongPassword" | "passwordExpired" | "institutionChanged";

/**
 * `replaced`: a later access, such as with another password, took over all that this one was for. `noAccounts` and
 * `alreadyLinked`: the bank let the person in, and there was nothing to choose.
 */
export const endedReasons = [
  "byInvestor",
  "consentEnded",
  "endedAtBank",
  "neverLinked",
  "replaced",
  "noAccounts",
  "alreadyLinked",
] as const;
export type EndedReason = (typeof endedReasons)[number];

/** `offered` waits for the investor's word; `gone` is what the bank does not name any more. */
export const accountStates = ["offered", "chosen", "declined", "gone"] as const;
export type AccountState = (typeof accountStates)[number];

/** One access of one investor at one bank. */
export interface Connection {
  readonly tenantId: TenantId;
  readonly connectionId: ConnectionId;
  readonly investorId: PersonId;
  readonly institutionId: string;
  readonly region: string;
  readonly credentialId: CredentialId;
  /** Under which the bank is asked, from the first dialog to the end. */
  readonly consentId: ConsentId;
  readonly state: ConnectionState;
  readonly needs: ConnectionNeed | null;
  readonly needsReason: NeedReason | null;
  readonly needsSince: Date | null;
  /** The bank's name for the access that it gave. */
  readonly bankReference: string | null;
  /** The last day of it, `YYYY-MM-DD`; `null` where the bank does not say. */
  readonly bankValidUntil: string | null;
  readonly lastScaAt: Date | null;
  readonly begunAt: Date;
  readonly linkedAt: Date | null;
  readonly endedAt: Date | null;
  readonly endedReason: EndedReason | null;
  /** Access that nobody uses any more and that the bank has yet to be told of. */
  readonly leftReferences: readonly string[];
  /** Since when the bank has to be told something. */
  readonly endingDueAt: Date | null;
  readonly nextRefreshAt: Date | null;
}

/** What the bank named when it let somebody in. */
export interface LetIn {
  readonly reference: string;
  readonly validUntil: string | null;
  readonly at: Date;
}

export function canMove(from: ConnectionState, to: ConnectionState): boolean {
  return (connectionTransitions[from] as readonly ConnectionState[]).includes(to);
}

/** Refuses what ended, so that nobody asks a bank for it. */
export function requireLive<C extends Pick<Connection, "connectionId" | "state">>(connection: C): C {
  if (connection.state === "ended") throw ended(connection);
  return connection;
}

/** Whether the bank may be tried again with the password that is kept: one that it refused is not sent twice. */
export function requireTriable(connection: Connection): Connection {
  const { connectionId, needs } = requireLive(connection);
  if (needs === "credential") throw new AppError("connection.credential_needed", { connectionId });
  return connection;
}

/**
 * The bank has let the person in, for the first time or anew. What it gave before is used by nobody from here on, and is
 * left to be ended.
 */
export function letIn(connection: Connection, { reference, validUntil, at }: LetIn): Connection {
  const live = requireLive(connection);
  const { bankReference: before, linkedAt } = live;
  return {
    ...live,
    state: live.state === "linking" ? "choosing" : live.state,
    ...{ needs: null, needsReason: null, needsSince: null },
    ...{ bankReference: reference, bankValidUntil: validUntil, lastScaAt: at, linkedAt: linkedAt ?? at },
    leftReferences: before === null || before === reference ? live.leftReferences : leaving(live, before),
  };
}

/** Access that came when it was not wanted any more, or that could not be ended when it should have been. */
export const left = (connection: Connection, reference: string): Connection => ({
  ...connection,
  leftReferences: leaving(connection, reference),
});

/** Reading begins once something is to be read. */
export function activate(connection: Connection): Connection {
  const live = requireLive(connection);
  if (live.state === "active") return live;
  if (!canMove(live.state, "active")) throw changed(live);
  return { ...live, state: "active" };
}

/** The earliest reason stays: what has to be done is the same until it is done. A refused password is the graver one. */
export function need(
  connection: Connection,
  needs: ConnectionNeed,
  reason: NeedReason,
  at: Date,
): Connection {
  const live = requireLive(connection);
  if (live.needs === needs || live.needs === "credential") return live;
  return { ...live, needs, needsReason: reason, needsSince: at };
}

/** What had to be done is done. A refused password stays refused. */
export const metNeed = (connection: Connection): Connection =>
  connection.needs === "confirm"
    ? { ...connection, needs: null, needsReason: null, needsSince: null }
    : connection;

/** The bank itself ended it and knows. */
export const revoked = (connection: Connection): Connection => ({ ...connection, bankReference: null });

export function end(connection: Connection, reason: EndedReason, at: Date): Connection {
  const live = requireLive(connection);
  if (!canMove(live.state, "ended")) throw changed(live);
  return {
    ...live,
    ...{ state: "ended", endedAt: at, endedReason: reason },
  };
}

/** Whether the bank has to be told something: what ended, and what was left over. */
export const hasToTellBank = ({ state, bankReference, leftReferences }: Connection): boolean =>
  leftReferences.length > 0 || (state === "ended" && bankReference !== null);

/** The bank knows of what there was to tell when it was told, and of nothing that has come since. */
export const told = (present: Connection, of: Connection): Connection => ({
  ...present,
  leftReferences: present.leftReferences.filter((reference) => !of.leftReferences.includes(reference)),
  bankReference: of.state === "ended" ? null : present.bankReference,
});

const patienceDays = 30;
/** Banks may say that an access never ends (9999-12-31). */
const mostPatienceDays = 180;

/** Until when the bank is told again and again: as long as what it gave holds, and a month where it did not say. */
export function deadlineOf({ bankValidUntil, endedAt, endingDueAt, begunAt }: Connection): Date {
  const since = (endedAt ?? endingDueAt ?? begunAt).getTime();
  if (bankValidUntil === null) return new Date(since + patienceDays * dayMs);
  return new Date(Math.min(dayAfter(bankValidUntil).getTime(), since + mostPatienceDays * dayMs));
}

const dayMs = 86_400_000;
/** The end of a day, in UTC. */
export const dayAfter = (day: string): Date => new Date(Date.parse(`${day}T00:00:00Z`) + dayMs);

/** As much of an account as deciding about it needs. */
export interface AccountChoice {
  readonly accountId: AccountId;
  readonly state: AccountState;
}

export interface Choice {
  readonly chosen: readonly AccountId[];
  readonly declined: readonly AccountId[];
}

/**
 * What a choice makes of the accounts that a bank named: those that were chosen before stay so, because to take one
 * away is to change the consent; those that wait, were shown and are not named are declined. What the bank has named
 * since goes on waiting: nobody has decided about what nobody saw.
 */
export function decide(
  connection: Connection,
  accounts: readonly AccountChoice[],
  { wanted, shown }: { readonly wanted: readonly AccountId[]; readonly shown: readonly AccountId[] },
): Choice {
  const { connectionId, state } = requireLive(connection);
  if (state === "linking") throw new AppError("connection.nothing_to_choose", { connectionId });
  const open = accounts.filter((account) => account.state !== "gone");
  if (open.length === 0) throw new AppError("connection.nothing_to_choose", { connectionId });
  const isUnknown = wanted.some((id) => !open.some(({ accountId }) => accountId === id));
  if (isUnknown) throw new AppError("connection.account_unknown", { connectionId });
  const chosen = open.filter(({ accountId, state: was }) => was === "chosen" || wanted.includes(accountId));
  const declined = open.filter(
    ({ accountId, state: was }) =>
      was === "offered" && shown.includes(accountId) && !wanted.includes(accountId),
  );
  if (chosen.length === 0) throw new AppError("connection.nothing_chosen", { connectionId });
  return { chosen: idsOf(chosen), declined: idsOf(declined) };
}

const idsOf = (accounts: readonly AccountChoice[]) => accounts.map(({ accountId }) => accountId);

const leaving = ({ leftReferences }: Connection, reference: string): readonly string[] => [
  ...new Set([...leftReferences, reference]),
];

const ended = ({ connectionId }: Pick<Connection, "connectionId">) =>
  new AppError("connection.ended", { connectionId });
const changed = ({ connectionId, state }: Connection) =>
  new AppError("connection.changed", { connectionId, state });
