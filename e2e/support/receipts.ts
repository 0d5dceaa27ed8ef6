import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import type { Sql } from "postgres";
import type { Receipt } from "#lib/receipts/receipt.ts";
import type { TestPerson } from "./people.ts";

type Owner = Pick<TestPerson, "tenantId" | "personId">;

/** Of what the investor among the access matrix's callers has deleted. */
export const deletionReceipt = "rcp_3d7c1a90-2a51-4f6e-8a0b-5e2f8f1c7d22";

/** A receipt as far as it can be read: nobody signed it. */
export async function plantReceipt(
  sql: Sql,
  { tenantId, personId }: Owner,
  credentialId: string,
  { receiptId = `rcp_${randomUUID()}`, firmName = "Levatre" } = {},
): Promise<string> {
  const at = new Date().toISOString();
  const eventId = `evt_${randomUUID()}`;
  const receipt = {
    ...{ schemaVersion: "1", receiptId, kind: "credentialDeleted", issuedAt: at },
    principal: { id: personId },
    controller: { id: tenantId, name: firmName },
    processor: { id: "portal.example.com/audit" },
    act: {
      ...{ eventId, type: "vault.credentialDestroyed", leafHash: "0".repeat(64), at },
      ...{ initiator: "job", channel: "system", reason: null },
    },
    consent: null,
    deletion: { credentialId, destroyedAt: at, wrappedKeysDestroyed: [], backupsForgetBy: at },
  } as unknown as Receipt;
  const parts = [{ alg: "EdDSA", kid: "nobody", typ: "licet-receipt+jws" }, receipt];
  const encoded = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  const statement = [...encoded, "A".repeat(86)].join(".");
  await sql.begin(async (tx) => {
    // There is no event of what never happened.
    await tx`set local session_replication_role = replica`;
    await tx`insert into receipts (tenant_id, receipt_id, person_id, kind, subject_id, event_id, issued_at, statement)
      values (${tenantId}, ${receiptId}, ${personId}, 'credentialDeleted', ${credentialId}, ${eventId}, ${at}, ${statement})`;
  });
  return receiptId;
}

/** The one of this bank access, once the worker has signed it. */
export async function receiptFor(sql: Sql, credentialId: string): Promise<string | null> {
  const [row] = await sql`select receipt_id from receipts where subject_id = ${credentialId}`;
  return row?.receipt_id ?? null;
}

/** Puts the text of a receipt to the check that anybody can make. */
export async function check(page: Page, text: string, submit: string): Promise<void> {
  await page.goto("/check-receipt");
  await page.locator("main textarea").fill(text);
  await page.getByRole("button", { name: submit }).click();
}
