import { z } from "zod";
import { auditEvent } from "#lib/audit/event.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { manualAssetKinds } from "./holdings.ts";

const assetId = idSchema("ast");
const accountId = idSchema("acc");
const kind = z.enum(manualAssetKinds);

export const assetAdded = auditEvent("declaration.assetAdded", { assetId, kind }, "assetId");
export const assetChanged = auditEvent("declaration.assetChanged", { assetId, kind }, "assetId");
export const assetValued = auditEvent("declaration.assetValued", { assetId }, "assetId");
export const valuationRemoved = auditEvent("declaration.valuationRemoved", { assetId }, "assetId");
export const assetRemoved = auditEvent("declaration.assetRemoved", { assetId }, "assetId");
export const shareSaid = auditEvent("declaration.shareSaid", { accountId }, "accountId");
export const shareTakenBack = auditEvent("declaration.shareTakenBack", { accountId }, "accountId");
