import { randomUUID } from "node:crypto";
import { z } from "zod";

declare const kind: unique symbol;

/** An identifier of one kind: `con_…` cannot be passed where `per_…` is wanted, and a log line says what it is. */
export type Id<Kind extends string> = string & { readonly [kind]: Kind };

export type TenantId = Id<"ten">;
export type PersonId = Id<"per">;
export type SessionId = Id<"ses">;
export type PasskeyId = Id<"pky">;
export type ChallengeId = Id<"chl">;
export type SignInRequestId = Id<"sir">;
export type EventId = Id<"evt">;
export type CredentialId = Id<"crd">;
export type ConnectionId = Id<"cnx">;
export type SealingId = Id<"slg">;
export type ClientId = Id<"cli">;
export type ConsentId = Id<"con">;
export type AccountId = Id<"acc">;
export type ChunkId = Id<"rch">;
export type PresentationId = Id<"cpr">;
export type ReceiptId = Id<"rcp">;
export type AuthorisationId = Id<"aut">;
export type SyncId = Id<"syn">;
export type ErasureId = Id<"era">;
export type InvitationId = Id<"inv">;
export type DisclosureId = Id<"dsc">;
export type RightsRequestId = Id<"rrq">;
export type HouseholdId = Id<"hhd">;
export type AssetId = Id<"ast">;
export type StaffInvitationId = Id<"siv">;
export type ActId = Id<"act">;
export type SavedSearchId = Id<"asr">;
export type NoteId = Id<"nte">;
export type AskId = Id<"ask">;

/** Parses an identifier of one kind, so an identifier of another kind cannot stand in for it. */
export const idSchema = <Kind extends string>(kind: Kind) =>
  z.templateLiteral([kind, "_", z.uuid()]) as unknown as z.ZodType<Id<Kind>, string>;

export const newId = <Kind extends string>(kind: Kind) => `${kind}_${randomUUID()}` as unknown as Id<Kind>;

/** Of whichever kind: three letters and a random UUID, so that nothing that a person wrote can stand in its place. */
export const ownForm = /^[a-z]{3}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The first identifier in an address, or among the values of what somebody sent. None is looked for within text. */
export function ownIdIn(value: unknown): string | null {
  if (typeof value === "string") {
    if (value.length > mostSearched) return null;
    const parts = value.startsWith("/") ? value.split(/[/?&=+]/) : [value];
    return parts.find((part) => ownForm.test(part)) ?? null;
  }
  if (typeof value !== "object" || value === null) return null;
  for (const member of Object.values(value)) {
    const found = ownIdIn(member);
    if (found) return found;
  }
  return null;
}

/** Longer than any address that we serve. */
const mostSearched = 30_000;
