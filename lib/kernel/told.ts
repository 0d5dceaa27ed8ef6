import { channel } from "node:diagnostics_channel";
import type { ErrorCode } from "./errors.ts";

/** One of a process's ways to a database. */
export type PoolKind = "data" | "keys" | "auditLog" | "queue";

export interface PoolCount {
  readonly used: number;
  readonly idle: number;
  readonly waiting: number;
}

/**
 * What a process tells of its own work while it works: names from the code, codes, counts and seconds. Identifiers,
 * names and texts of people have no place here, and `lib/telemetry` lets through nothing that is not on its list.
 */
export interface Told {
  readonly "action.ended": {
    readonly outcome: "done" | "invalid" | "refused" | "failed";
    readonly seconds: number;
  };
  readonly refused: { readonly code: ErrorCode; readonly where: "front" | "page" | "action" | "route" };
  /** The type of an audit event, in the transaction that writes it. */
  readonly "act.written": { readonly act: string };
  readonly "pool.opened": { readonly pool: PoolKind; readonly count: () => PoolCount };
  readonly "transaction.ended": {
    readonly role: string;
    readonly outcome: "committed" | "refused" | "failed" | "unavailable";
    /** Until there was a connection, which is part of `seconds`. */
    readonly waitedSeconds: number;
    readonly seconds: number;
  };
  readonly "kms.called": { readonly operation: string; readonly outcome: string; readonly seconds: number };
  readonly "bank.called": {
    readonly institution: string;
    readonly operation: string;
    readonly outcome: string;
    readonly reason: string;
    readonly seconds: number;
  };
  /** From the bank's first question to the end; nothing was asked where the method is `none`. */
  readonly "sca.ended": {
    readonly method: string;
    readonly outcome: string;
    readonly reason: string;
    readonly seconds: number;
  };
  readonly "audit.watched": {
    readonly size: number;
    readonly unsequencedSeconds: number;
    readonly unsignedSeconds: number;
    readonly unmailedSeconds: number;
  };
  readonly "queue.watched": {
    readonly due: number;
    readonly oldestSeconds: number;
    readonly failed: number;
  };
  /** A line of a process's log that is a warning or worse, by its event. */
  readonly "log.written": { readonly level: string; readonly event: string };
}

/** What takes its time and has other things happen within it: how it begins, and how it ends. */
export interface Happenings {
  readonly request: {
    readonly begun: { readonly requestId: string; readonly method: string; readonly route: string };
    /** The status by its digits, or `aborted` where nobody waited for the whole answer. */
    readonly ended: { readonly status: string };
  };
  readonly job: {
    readonly begun: { readonly job: string; readonly waitedSeconds: number };
    readonly ended: { readonly outcome: "done" | "refused" | "failed" };
  };
}

export type Begun<Name extends keyof Happenings> = Happenings[Name]["begun"];
export type Ended<Name extends keyof Happenings> = Happenings[Name]["ended"];

export interface Happening<Name extends keyof Happenings> {
  readonly begun: Begun<Name>;
}

/** The names of the channels of `node:diagnostics_channel`: the bundles of one build share them, whatever they share else. */
export const toldOn = (name: keyof Told) => channel(`licet.told.${name}`);
export const begunOn = (name: keyof Happenings) => channel(`licet.begun.${name}`);
export const endedOn = (name: keyof Happenings) => channel(`licet.ended.${name}`);

const told = new Map<string, ReturnType<typeof channel>>();

/** Costs next to nothing where nobody listens, and never throws: whoever listens keeps their failures to themselves. */
export function tell<Name extends keyof Told>(name: Name, facts: Told[Name]): void {
  let on = told.get(name);
  if (!on) {
    on = toldOn(name);
    told.set(name, on);
  }
  if (on.hasSubscribers) on.publish(facts);
}

/** Runs the work within what happens. `end` may be called later than the work returns; only its first call counts. */
export function during<Name extends keyof Happenings, T>(
  name: Name,
  begun: Begun<Name>,
  work: (end: (ended: Ended<Name>) => void) => T,
): T {
  const on = begunOn(name);
  if (!on.hasSubscribers) return work(() => {});
  const happening: Happening<Name> = { begun };
  let isOver = false;
  return on.runStores(happening, () =>
    work((ended) => {
      if (!isOver) endedOn(name).publish({ happening, ended });
      isOver = true;
    }),
  );
}

/** Seconds since a moment of `performance.now()`. */
export const secondsSince = (begunMs: number): number => (performance.now() - begunMs) / 1_000;
