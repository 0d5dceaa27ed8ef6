import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { listConsents } from "#lib/consent/read-consents.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { type Begun, beginLink } from "./begin-link.ts";
import { linkableConsents } from "./linkable-consents.ts";
import { personSchema } from "./person.ts";

export const BeginLinkWhereClear = z.strictObject({ credentialId: idSchema("crd"), person: personSchema });
export type BeginLinkWhereClear = z.output<typeof BeginLinkWhereClear>;

/** `toChoose`: among several consents. `refused`: it was clear, and could not be begun now; asking again says why. */
export type Beginning =
  | ({ readonly kind: "begun" } & Begun)
  | { readonly kind: "noConsent" | "toChoose" | "refused" };

/**
 * Has the bank asked at once for an access that has just been stored, where exactly one consent can be meant. A refusal
 * is an answer: the access stays stored whatever becomes of the beginning.
 */
export async function beginLinkWhereClear(
  ctx: Context,
  { credentialId, person }: BeginLinkWhereClear,
): Promise<Beginning> {
  requirePermission(ctx, "connection.link");
  const [consent, another] = linkableConsents(await listConsents(ctx));
  if (!consent) return { kind: "noConsent" };
  if (another) return { kind: "toChoose" };
  try {
    const consentId = idSchema("con").parse(consent.id);
    return { kind: "begun", ...(await beginLink(ctx, { credentialId, consentId, person })) };
  } catch (refusal) {
    if (refusal instanceof AppError) return { kind: "refused" };
    throw refusal;
  }
}
