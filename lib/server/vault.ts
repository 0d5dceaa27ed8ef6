import "server-only";

import { createPublicKey } from "node:crypto";
import type { Context } from "#lib/access/context.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import { webConfig } from "#lib/config/web-config.ts";
import { readOwnFirm } from "#lib/identity/own-firm.ts";
import { readInstitution } from "#lib/institutions/read-institution.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import type { KeyVersionName } from "#lib/kernel/key-name.ts";
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
  return { keyDatabase: pools().key, kms: await kms(), keysOf };
}

function keysOf(region: string): RegionKeys {
  const found = webConfig().kms.keys.regions[region];
  if (!found) throw new AppError("vault.unavailable", { region });
  return found;
}

const publicKeys = new Map<KeyVersionName, string>();

/** A signing key version's public half. It never changes, so it is asked for once, and is there while the KMS is away. */
async function publicKeyOf(version: KeyVersionName): Promise<string> {
  const known = publicKeys.get(version);
  if (known) return known;
  const { pem } = await (await kms()).publicKey(version).catch((cause: unknown) => {
    throw new AppError("vault.unavailable", {}, { cause });
  });
  publicKeys.set(version, pem);
  return pem;
}

const operatorKey = () => publicKeyOf(webConfig().kms.keys.signers.transportKey);

/** RFC 7517: what verifies our receipts and certificates, for anybody, without us. */
export async function readReceiptKeys(): Promise<{ keys: readonly object[] }> {
  const kid = webConfig().kms.keys.signers.receipt;
  const jwk = createPublicKey(await publicKeyOf(kid)).export({ format: "jwk" });
  return { keys: [{ ...jwk, kid, use: "sig", alg: "EdDSA" }] };
}
