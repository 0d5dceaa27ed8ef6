import { z } from "zod";
import { terminationReasons } from "#lib/consent/history.ts";
import { type ConsentId, type CredentialId, idSchema, type PersonId } from "#lib/kernel/id.ts";

/** Why bank accesses are deleted for their investors. */
export const deletionReasons = [
  "investorAsked",
  "leakSuspected",
  "contractEnded",
  "institutionLeft",
  "legalDuty",
] as const;
export const offboardingReasons = ["advisorLeft"] as const;

export const reasonsOf = {
  "consents.terminate": terminationReasons,
  "credentials.delete": deletionReasons,
  "advisor.offboard": offboardingReasons,
} as const;

/** What an act is to be done to. */
export type ActAsked =
  | { readonly kind: "consents.terminate"; readonly consentIds: readonly ConsentId[] }
  | { readonly kind: "credentials.delete"; readonly credentialIds: readonly CredentialId[] }
  | { readonly kind: "credentials.delete"; readonly institutionId: string }
  | {
      readonly kind: "advisor.offboard";
      readonly advisorId: PersonId;
      readonly successorId: PersonId | null;
    };

/** The most that is named one by one; all of a bank or of an advisor is asked for as that. */
const mostNamed = 500;

/** Several identifiers in one field, a space between two. */
const ids = <Kind extends string>(kind: Kind) =>
  z
    .string()
    .max(mostNamed * 45)
    .transform((text) => [...new Set(text.split(" ").filter((id) => id !== ""))].sort())
    .pipe(z.array(idSchema(kind)).min(1).max(mostNamed));

const institutionId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
const terminate = z.strictObject({ kind: z.literal("consents.terminate"), consent: ids("con") });
const deleteNamed = z.strictObject({ kind: z.literal("credentials.delete"), credential: ids("crd") });
const deleteAll = z.strictObject({ kind: z.literal("credentials.delete"), institution: institutionId });
const offboard = z.strictObject({
  kind: z.literal("advisor.offboard"),
  advisor: idSchema("per"),
  to: z.union([z.literal("").transform(() => null), idSchema("per")]).default(null),
});

/** As an address says it: the names of the fields are part of the console's links. */
export const askedSchema = z.union([terminate, deleteNamed, deleteAll, offboard]).transform(toAsked);

const fingerprint = z.string().regex(/^[0-9a-f]{64}$/);

/** As the form posts it, with what the page showed. */
export const ProposeAct = z
  .union([
    terminate.extend({ reason: z.enum(terminationReasons), fingerprint }),
    deleteNamed.extend({ reason: z.enum(deletionReasons), fingerprint }),
    deleteAll.extend({ reason: z.enum(deletionReasons), fingerprint }),
    offboard.extend({ reason: z.enum(offboardingReasons), fingerprint }),
  ])
  .transform((input) => ({ asked: toAsked(input), reason: input.reason, fingerprint: input.fingerprint }));
export type ProposeAct = z.output<typeof ProposeAct>;

type Given = z.output<typeof terminate | typeof deleteNamed | typeof deleteAll | typeof offboard>;

function toAsked(given: Given): ActAsked {
  if ("consent" in given) return { kind: given.kind, consentIds: given.consent };
  if ("credential" in given) return { kind: given.kind, credentialIds: given.credential };
  if ("institution" in given) return { kind: given.kind, institutionId: given.institution };
  return { kind: given.kind, advisorId: given.advisor, successorId: given.to };
}

/** The same for a form's hidden fields and an address. */
export function fieldsOf(asked: ActAsked): Readonly<Record<string, string>> {
  if ("consentIds" in asked) return { kind: asked.kind, consent: asked.consentIds.join(" ") };
  if ("credentialIds" in asked) return { kind: asked.kind, credential: asked.credentialIds.join(" ") };
  if ("institutionId" in asked) return { kind: asked.kind, institution: asked.institutionId };
  return { kind: asked.kind, advisor: asked.advisorId, to: asked.successorId ?? "" };
}

/** The page that shows what would happen. */
export const addressOf = (asked: ActAsked): string =>
  `/console/acts/new?${new URLSearchParams(Object.entries(fieldsOf(asked)).filter(([, value]) => value !== ""))}`;

const names = ["kind", "consent", "credential", "institution", "advisor", "to"] as const;

/**
 * What an address asks for: `null` where it asks for nothing yet, and `undefined` where it cannot be understood. Of
 * several consents or bank accesses each may have a parameter of its own.
 */
export function parseAsked(
  query: Readonly<Record<string, string | string[] | undefined>>,
): ActAsked | null | undefined {
  const given = names.flatMap((name) => {
    const text = [query[name] ?? []].flat().join(" ").trim();
    return text === "" ? [] : [[name, text] as const];
  });
  return given.length === 0 ? null : askedSchema.safeParse(Object.fromEntries(given)).data;
}
