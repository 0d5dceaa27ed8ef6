import "server-only";

import type { Context } from "#lib/access/context.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import { webConfig } from "#lib/config/web-config.ts";
import { readOwnFirm } from "#lib/identity/own-firm.ts";
import { bindingsOf } from "#lib/institutions/institution-binding.ts";
import { readInstitution } from "#lib/institutions/read-institution.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import { type DeleteCredential, deleteCredential } from "#lib/vault/delete-credential.ts";
import { type OfferSealing, offerSealing } from "#lib/vault/offer-sealing.ts";
import { listCredentials } from "#lib/vault/read-credentials.ts";
import { readKeyRotations } from "#lib/vault/read-key-rotation.ts";
import { readTransportKey } from "#lib/vault/read-transport-key.ts";
import type { RegionKeys, Sealer } from "#lib/vault/sealer.ts";
import { type StoreCredential, storeCredential } from "#lib/vault/store-credential.ts";
import type { CredentialView, KeyRotationView, SealingOffer, TransportKeyView } from "#lib/vault/view.ts";
import { institutions } from "./institutions.ts";
import { kms, pools } from "./pools.ts";
import { publicKeyOf } from "./published-keys.ts";
import { sharedInstitutions } from "./shared-institutions.ts";

/** The vault's use cases with what this process has: it puts locks on and opens none. */

/** Far more than anybody needs, and few enough that nobody fills a table. */
const offersPerPerson = { name: "vault.offer", limit: 300, windowSeconds: 15 * 60 };

export async function offerBankSealing(ctx: Context, input: OfferSealing): Promise<SealingOffer> {
  readInstitution(ctx, institutions(), { ...input, locale: "en" });
  if (ctx.actor.type === "investor") await takeTurn(ctx, offersPerPerson, ctx.actor.personId);
  const { region } = await readOwnFirm(ctx);
  return offerSealing(ctx, await operatorKey(), region, input);
}

/** What browsers of the acting person's firm would seal to; `null` while nothing can be taken safely. */
export async function readBankTransportKey(ctx: Context, region: string): Promise<TransportKeyView | null> {
  try {
    return await readTransportKey(ctx, await operatorKey(), region);
  } catch (cause) {
    if (cause instanceof AppError && cause.code === "vault.unavailable") return null;
    throw cause;
  }
}

export const storeBankCredential = async (ctx: Context, input: StoreCredential): Promise<CredentialId> =>
  storeCredential(ctx, await sealer(), input);

export const listBankCredentials = (ctx: Context): Promise<readonly CredentialView[]> => listCredentials(ctx);

export const deleteBankCredential = (ctx: Context, input: DeleteCredential): Promise<void> =>
  deleteCredential(ctx, input);

export const listKeyRotations = (ctx: Context): Promise<readonly KeyRotationView[]> => readKeyRotations(ctx);

async function sealer(): Promise<Sealer> {
  const bindingOf = bindingsOf(sharedInstitutions());
  return { keyDatabase: pools().key, kms: await kms(), keysOf, bindingOf };
}

function keysOf(region: string): RegionKeys {
  const found = webConfig().kms.keys.regions[region];
  if (!found) throw new AppError("vault.unavailable", { region });
  return found;
}

/** What the operator signed the transport keys with. */
const operatorKey = (): Promise<string> =>
  publicKeyOf(webConfig().kms.keys.signers.transportKey).catch((cause: unknown) => {
    throw new AppError("vault.unavailable", {}, { cause });
  });
