import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { keyErrorCodes } from "#lib/keys/key-error.ts";
import { vaultErrorCodes } from "./vault-error.ts";

const credentialId = idSchema("crd");
const version = z.int().min(1);
/** The distinct reason that is told to nobody outside. */
const code = z.enum([...vaultErrorCodes, ...keyErrorCodes]);

export const openingReasons = ["link", "refresh", "rotation"] as const;
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
export const keyRewrapped = auditEvent(
  "vault.keyRewrapped",
  { credentialId, version, kmsVersion: z.string().max(10) },
  "credentialId",
);
