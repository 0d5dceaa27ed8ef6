import { AppError } from "#lib/kernel/errors.ts";
import type { ActId, ConsentId, CredentialId, PersonId, TenantId } from "#lib/kernel/id.ts";

/* Acts of the firm's staff over many things at once, or that need a second person. */

export const actKinds = ["consents.terminate", "credentials.delete", "advisor.offboard"] as const;
export type ActKind = (typeof actKinds)[number];

export const actStates = [
  "proposed",
  "refused",
  "takenBack",
  "lapsed",
  "running",
  "stopped",
  "done",
] as const;
export type ActState = (typeof actStates)[number];

/** Where each state may go. What needs nobody else begins as `running`, and of a single thing as `done`. */
export const actTransitions = {
  proposed: ["running", "refused", "takenBack", "lapsed"],
  refused: [],
  takenBack: [],
  lapsed: [],
  running: ["stopped", "done"],
  stopped: ["running", "lapsed"],
  done: [],
} as const satisfies Record<ActState, readonly ActState[]>;

/** `skipped` was over or another matter before its turn came. */
export const itemStates = ["open", "done", "skipped", "failed"] as const;
export type ItemState = (typeof itemStates)[number];

/**
 * How long a second person has to answer, and how long what was stopped may go on. After it what was shown to the first one
 * is too old to be agreed to or gone on with.
 */
export const lapseAfterMs = 72 * 60 * 60 * 1000;

/** The most that one act is about. */
export const mostItems = 5_000;

/** How many consents one person ends alone within a day, by as many acts as it may be, where the firm asks for nothing else. */
export const mostAlone = 20;
export const aloneWithinHours = 24;

/** How often an item is tried that somebody else holds at the moment. */
export const mostAttempts = 5;

export type SubjectId = ConsentId | CredentialId;

interface Said {
  readonly by: PersonId;
  readonly at: Date;
}

export interface StaffAct {
  readonly tenantId: TenantId;
  readonly actId: ActId;
  readonly kind: ActKind;
  readonly reason: string;
  readonly state: ActState;
  /** How many items it has. */
  readonly planned: number;
  /** Of an off-boarding: how many consents that name the advisor go on for others. */
  readonly stays: number;
  readonly needsSecond: boolean;
  /** Where it is about all accesses of one bank. */
  readonly institutionId: string | null;
  readonly advisorId: PersonId | null;
  readonly successorId: PersonId | null;
  readonly proposed: Said;
  readonly lapsesAt: Date;
  readonly decided: Said | null;
  readonly stopped: Said | null;
  readonly finishedAt: Date | null;
}

export interface ActItem {
  readonly position: number;
  readonly subjectId: SubjectId;
  readonly state: ItemState;
  readonly reason: string | null;
  readonly attempts: number;
}

/** Why an act needs a second person; `null` where one person may do it alone. */
export const secondPersonReasons = ["manyCredentials", "manyConsents", "firmAsks"] as const;
export type SecondPersonReason = (typeof secondPersonReasons)[number];

/**
 * More than one bank access and more than twenty consents within a day always need two persons; a firm may ask for it at the
 * first consent. An off-boarding ends consents and is counted as what it ends. `endedAlone` is how many the same person began
 * to end alone within that day, so that parts of twenty are no way round the second person.
 */
export function secondPersonFor(
  kind: ActKind,
  count: number,
  { firmAsks, endedAlone }: { readonly firmAsks: boolean; readonly endedAlone: number },
): SecondPersonReason | null {
  if (kind === "credentials.delete") return count > 1 ? "manyCredentials" : null;
  if (firmAsks) return "firmAsks";
  return count + endedAlone > mostAlone ? "manyConsents" : null;
}

/** What becomes of a consent that names an advisor who has left. Nobody is ever put in their place. */
export const afterOffboarding = ["ends", "staysForSuccessor", "staysForOthers"] as const;
export type AfterOffboarding = (typeof afterOffboarding)[number];

/**
 * The investor agreed to the people whom they were named. Where one of them is still there, or a program, the consent
 * goes on for those; where the advisor was the only one, it ends, and somebody else has to ask anew.
 */
export function whatBecomesOf(
  { advisorIds, programs }: { readonly advisorIds: readonly PersonId[]; readonly programs: number },
  leaving: PersonId,
  successor: PersonId | null,
  isPresent: (advisorId: PersonId) => boolean,
): AfterOffboarding {
  const others = advisorIds.filter((id) => id !== leaving && isPresent(id));
  if (successor !== null && others.includes(successor)) return "staysForSuccessor";
  return others.length > 0 || programs > 0 ? "staysForOthers" : "ends";
}

/** Somebody else than who proposed it says yes, and in time. */
export function approve(act: StaffAct, by: PersonId, at: Date): StaffAct {
  requireOpen(act, at);
  if (by === act.proposed.by) throw new AppError("oversight.same_person", { actId: act.actId });
  return { ...move(act, "running"), decided: { by, at } };
}

/** Whoever proposed it takes it back; anybody else refuses it. */
export function turnDown(act: StaffAct, by: PersonId, at: Date): StaffAct {
  requireOpen(act, at);
  return { ...move(act, by === act.proposed.by ? "takenBack" : "refused"), decided: { by, at } };
}

/** Until when it goes on: until when somebody may agree to it, or let it go on after it was stopped. */
export const endsAt = ({ stopped, lapsesAt }: Pick<StaffAct, "stopped" | "lapsesAt">): Date =>
  stopped ? new Date(stopped.at.getTime() + lapseAfterMs) : lapsesAt;

export const isLapsed = (act: Pick<StaffAct, "state" | "stopped" | "lapsesAt">, at: Date): boolean =>
  (act.state === "proposed" || act.state === "stopped") && endsAt(act) <= at;

export function lapse(act: StaffAct): StaffAct {
  return move(act, "lapsed");
}

export function stop(act: StaffAct, by: PersonId, at: Date): StaffAct {
  return { ...move(act, "stopped"), stopped: { by, at } };
}

/**
 * Who stopped it had a reason: what takes two people, or would by now, goes on by somebody else than who proposed it. So do
 * consents of an act of yesterday, which is not counted any more among what its proposer ends alone.
 */
export function mayResume(
  { kind, needsSecond, proposed }: StaffAct,
  by: PersonId,
  at: Date,
  firmAsks: boolean,
): boolean {
  if (by !== proposed.by) return true;
  if (needsSecond || kind === "credentials.delete") return !needsSecond;
  return !firmAsks && at.getTime() - proposed.at.getTime() < aloneWithinHours * 3_600_000;
}

/** Goes on with what is open, in time; it was agreed to, and stays so. */
export function resume(act: StaffAct, by: PersonId, at: Date, firmAsks: boolean): StaffAct {
  const { actId, stopped } = act;
  if (stopped && (act.state === "lapsed" || isLapsed(act, at)))
    throw new AppError("oversight.stopped_too_long", { actId });
  if (act.state !== "stopped") throw changed(act);
  if (!mayResume(act, by, at, firmAsks)) throw new AppError("oversight.same_person", { actId });
  return { ...move(act, "running"), stopped: null };
}

export function finish(act: StaffAct, at: Date): StaffAct {
  return { ...move(act, "done"), finishedAt: at };
}

function requireOpen(act: StaffAct, at: Date): void {
  if (!act.stopped && (act.state === "lapsed" || isLapsed(act, at))) {
    throw new AppError("oversight.act_lapsed", { actId: act.actId });
  }
  if (act.state !== "proposed") throw changed(act);
}

function move(act: StaffAct, state: ActState): StaffAct {
  if (!(actTransitions[act.state] as readonly ActState[]).includes(state)) throw changed(act);
  return { ...act, state };
}

const changed = ({ actId, state }: StaffAct) => new AppError("oversight.act_changed", { actId, state });
