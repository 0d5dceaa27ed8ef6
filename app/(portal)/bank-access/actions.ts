"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { sealCredential } from "#components/vault/seal-credential.ts";
import { requirePlainSubmission } from "#lib/identity/own-firm.ts";
import { readCredentialFields } from "#lib/institutions/read-credential-fields.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { callAction, formAction } from "#lib/server/action.ts";
import { pathAfterStoring } from "#lib/server/connections.ts";
import { institutions } from "#lib/server/institutions.ts";
import { deleteBankCredential, offerBankSealing, storeBankCredential } from "#lib/server/vault.ts";

const Offer = z.strictObject({ institutionId: z.string().max(63) });

export const offerSealingAction = callAction(Offer, offerBankSealing);

const Sealed = z.strictObject({ sealingId: idSchema("slg"), sealed: z.string().min(1).max(20_000) });

export const storeSealedAction = callAction(Sealed, async (ctx, input) => {
  const credentialId = await storeBankCredential(ctx, input);
  return { credentialId, next: await pathAfterStoring(ctx, credentialId) };
});

/** What is typed is a secret from the moment that it is read from the form. */
const Plain = z.object({ institutionId: z.string().max(63) }).catchall(
  z
    .string()
    .max(1_024)
    .transform((typed) => new Secret(typed)),
);

/** For firms that allow it, from a browser without script: sealed before anything else is done with it. */
export const handOverPlainAction = formAction(
  Plain,
  async (ctx, { institutionId, ...typed }): Promise<null> => {
    await requirePlainSubmission(ctx);
    const fields = readCredentialFields(ctx, institutions(), { institutionId, typed });
    const offer = await offerBankSealing(ctx, { institutionId });
    const sealed = await sealCredential(offer, fields.reveal(), ctx.clock.now());
    const credentialId = await storeBankCredential(ctx, Sealed.parse({ sealingId: offer.sealingId, sealed }));
    redirect(await pathAfterStoring(ctx, credentialId));
  },
);

const Access = z.strictObject({ credentialId: idSchema("crd") });

export const deleteAccessAction = formAction(Access, async (ctx, { credentialId }): Promise<null> => {
  await deleteBankCredential(ctx, { credentialId });
  redirect(`/bank-access?${new URLSearchParams({ deleted: credentialId })}`);
});
