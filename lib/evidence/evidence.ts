import { z } from "zod";
import { idSchema, type PersonId } from "#lib/kernel/id.ts";

const day = z.iso.date();

/** What a pack is about: one thing and everything that happened to it, or everything of some days (UTC). */
export const aboutSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("consent"), id: idSchema("con") }),
  z.strictObject({ kind: z.literal("investor"), id: idSchema("per") }),
  z.strictObject({ kind: z.literal("credential"), id: idSchema("crd") }),
  z.strictObject({ kind: z.literal("period"), from: day, to: day }),
]);
export type About = z.output<typeof aboutSchema>;
export type AboutKind = About["kind"];

/** A pack of more is not made: it would take longer than somebody waits, and have more files than an archive holds. */
export const mostEntries = 50_000;

/** How many checkpoints of an auditor a pack can be compared with. */
export const mostHeld = 20;

export interface EvidenceAsked {
  readonly about: About;
  /** Sizes of checkpoints that whoever will check the pack holds. */
  readonly heldSizes: readonly number[];
}

/** Whom a pack is about, and by which identifiers the entries are found that belong in it. */
export interface Subject {
  readonly investorId: PersonId;
  /** `null` where the person's name was erased. */
  readonly name: string | null;
  readonly ids: readonly string[];
}

const dayMs = 24 * 60 * 60 * 1000;

/** From the first day's beginning to the last one's end. */
export function timeOf({ from, to }: { readonly from: string; readonly to: string }) {
  return { from: new Date(`${from}T00:00:00Z`), before: new Date(Date.parse(`${to}T00:00:00Z`) + dayMs) };
}

/** As events and addresses name it. */
export function factsOf(about: About) {
  return about.kind === "period"
    ? { what: about.kind, subjectId: null, from: about.from, to: about.to }
    : { what: about.kind, subjectId: about.id, from: null, to: null };
}
