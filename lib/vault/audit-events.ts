import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { narrowedIds } from "#lib/audit/narrowed.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { keyErrorCodes } from "#lib/keys/key-error.ts";
import { vaultErrorCodes } from "./vault-error.ts";

const credentialId = idSchema("crd");
const version = z.int().min(1);
/** The distinct reason that is told to nobody outside. */
const code = z.enum([...vaultErrorCodes, ...keyErrorCodes]);

export const openingReasons = ["link", "refresh", "rotation", "recognise"] as const;
export type OpeningReason = (typeof openingReasons)[number];

export const sealRefused = auditEvent("vault.sealRefused", { sealingId: idSchema("slg"), code }, "sealingId");
export const credentialSealed = auditEvent(
  "vault.credentialSealed",
  { credentialId, version, institutionId: z.string().max(63), transportKid: z.string().max(10) },
  "credentialId",
);
export const credentialOpened = auditEvent(
  "vault.credentialOpened",
  { credentialId, version, reason: z.enum(openingReasons), jobId: z.string().max(60) },
  "credentialId",
);
export const openingRefused = auditEvent("vault.openingRefused", { credentialId, code }, "credentialId");
export const destructionBegun = auditEvent("vault.destructionBegun", { credentialId }, "credentialId");
export const credentialDestroyed = auditEvent(
  "vault.credentialDestroyed",
  { credentialId, versions: z.array(z.string().max(10)).max(1000) },
  "credentialId",
);
export const credentialRecognised = auditEvent(
  "vault.credentialRecognised",
  { credentialId, duplicateOf: credentialId.nullable() },
  "credentialId",
);
/** Moved to another transport key: the same content under both locks anew. */
export const credentialResealed = auditEvent(
  "vault.credentialResealed",
  { credentialId, version, previousVersion: version, transportKid: z.string().max(10) },
  "credentialId",
);
export const resealRefused = auditEvent("vault.resealRefused", { credentialId, code }, "credentialId");
export const openingsAboveNorm = auditEvent("vault.openingsAboveNorm", {
  openingsNorm: z.int(),
  openingsPerMinute: z.int(),
});
const connectionId = idSchema("cnx");
/** What tokens are opened for: to read, or to end the access that they are for. */
export const tokenReasons = ["read", "end"] as const;
export type TokenReason = (typeof tokenReasons)[number];

export const tokensKept = auditEvent("vault.tokensKept", { connectionId, version }, "connectionId");
export const tokensOpened = auditEvent(
  "vault.tokensOpened",
  { connectionId, version, reason: z.enum(tokenReasons), jobId: z.string().max(60) },
  "connectionId",
);
export const tokensDestroyed = auditEvent("vault.tokensDestroyed", { connectionId }, "connectionId");
export const tokensRewrapped = auditEvent(
  "vault.tokensRewrapped",
  { connectionId, version, kmsVersion: z.string().max(10) },
  "connectionId",
);
export const likenessKeyRewrapped = auditEvent("vault.likenessKeyRewrapped", {
  region: z.string().max(20),
  kmsVersion: z.string().max(10),
});
const keyVersion = z.string().max(400);
export const rotationBegun = auditEvent(
  "vault.rotationBegun",
  { keyVersion, remaining: z.int() },
  "keyVersion",
);
export const rotationFinished = auditEvent("vault.rotationFinished", { keyVersion }, "keyVersion");
export const transportKeyRetired = auditEvent("vault.transportKeyRetired", { keyVersion }, "keyVersion");
export const keyRewrapped = auditEvent(
  "vault.keyRewrapped",
  { credentialId, version, kmsVersion: z.string().max(10) },
  "credentialId",
);
/** The firm's list of credentials left as a file: its filters, whom they named, and how many lines it was to have. */
export const credentialListExported = auditEvent("vault.listExported", {
  filters: z.array(z.string().max(20)),
  ids: narrowedIds,
  count: z.int(),
});
