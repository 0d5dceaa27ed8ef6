import { createSecretKey, randomBytes } from "node:crypto";
import type { ConnectionId, CredentialId, TenantId } from "#lib/kernel/id.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";
import { newDataKey, openEnvelope, sealEnvelope } from "#lib/keys/envelope.ts";
import { encodeContext } from "#lib/vault/context.ts";
import { bareDerive, bareOpen, bareSeal } from "./bare.ts";
import { compare, watchMemory } from "./rate.ts";

/** About what a browser's seal of a user name and a password comes to. */
const sealBytes = 1_100;

const context = () =>
  encodeContext({
    tenantId: "ten_7d0f1f6e-0c1e-4f0e-9a53-0b8f2a5f0c11" as TenantId,
    connectionId: "cnx_7d0f1f6e-0c1e-4f0e-9a53-0b8f2a5f0c11" as ConnectionId,
    credentialId: "crd_7d0f1f6e-0c1e-4f0e-9a53-0b8f2a5f0c11" as CredentialId,
    version: 1,
    purpose: "credential",
    region: "eu-nl",
    keyName: "projects/licet-b/locations/europe-west4/keyRings/lock-b/cryptoKeys/wrap" as KeyName,
    institutionBinding: "a".repeat(64),
  });

/** A credential's envelope beside the bare derivation and encryption that it contains. */
export function benchCredentials(): void {
  const plaintext = randomBytes(sealBytes);
  const dataKey = newDataKey();
  const aad = context();
  const envelope = sealEnvelope(dataKey, plaintext, aad);
  const bareKey = () => bareDerive(createSecretKey(dataKey), aad);
  const sealed = bareSeal(bareKey(), plaintext, aad);

  compare({
    what: "credential: seal at rest",
    ours: () => sealEnvelope(newDataKey(), plaintext, context()),
    bare: () => bareSeal(bareDerive(createSecretKey(randomBytes(32)), aad), plaintext, aad),
    toReach: 0.7,
  });
  compare({
    what: "credential: open at rest",
    ours: () => openEnvelope(dataKey, envelope, context()),
    bare: () => bareOpen(bareKey(), sealed, aad),
    toReach: 0.7,
  });
  watchMemory("seals and openings", 100_000, () =>
    openEnvelope(dataKey, sealEnvelope(dataKey, plaintext, aad), aad),
  );
}
