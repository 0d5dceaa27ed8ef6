import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { keyErrorCodes } from "#lib/keys/key-error.ts";
import { recordsErrorCodes } from "./records-error.ts";

/** Without an investor it is the firm's book key. */
const investorId = idSchema("per").nullable();
const code = z.enum([...new Set([...recordsErrorCodes, ...keyErrorCodes])]);

export const keyRewrapped = auditEvent(
  "records.keyRewrapped",
  { investorId, kmsVersion: z.string().max(10) },
  "investorId",
);
export const rewrapRefused = auditEvent("records.rewrapRefused", { investorId, code }, "investorId");
