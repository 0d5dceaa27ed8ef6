import { randomUUID } from "node:crypto";
import { expect } from "@playwright/test";
import type { Sql } from "postgres";

import type { PersonRole } from "#lib/access/roles.ts";
import { messages } from "#lib/i18n/messages.ts";
import type { TestPerson } from "./people.ts";
import type { Open, Stage } from "./stage.ts";

/** An entry of the firm among the access matrix's callers. */
export const eventOfCast = "evt_5b1d0c3e-7a42-4f5d-8c11-9e6a2f0b4d77";

interface PlantedEvent {
  readonly eventId?: string;
  readonly type?: string;
  readonly subjectId?: string | null;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** An event of somebody of a firm, with bytes of its own, and waited for until it is in the log and can be found. */
export async function plantEvent(
  sql: Sql,
  { tenantId, personId, role }: Pick<TestPerson, "tenantId" | "personId" | "role">,
  more: PlantedEvent = {},
): Promise<string> {
  const { eventId = `evt_${randomUUID()}`, type = "consent.withdrawn", subjectId = null, facts = {} } = more;
  const occurredAt = new Date().toISOString();
  const requestId = `planted-${randomUUID()}`;
  const actor = { id: personId, session: null, type: role };
  const body = JSON.stringify({ actor, eventId, facts, occurredAt, requestId, tenantId, type, version: 1 });
  await sql`insert into audit_events
    (tenant_id, event_id, occurred_at, type, actor_type, actor_id, subject_id, request_id, body)
    values (${tenantId}, ${eventId}, ${occurredAt}, ${type}, ${role}, ${personId}, ${subjectId}, ${requestId},
      ${Buffer.from(body)})`;
  const isThere =
    () => sql`select 1 from audit_leaves l where l.tenant_id = ${tenantId} and l.event_id = ${eventId}
    and l.leaf_index < (select size from audit_index_state) and l.leaf_index < (select max(size) from audit_checkpoints)`;
  await expect.poll(async () => (await isThere()).length, { timeout: 20_000 }).toBe(1);
  return eventId;
}

const hostile = "Mallory \u202egnp.exe\u001b[31m <img src=x onerror=alert(1)> =2+2\r\n".padEnd(200, "W");

/** The audit log as staff read it. */
export const auditStates = (
  become: (stage: Stage, role: PersonRole) => Promise<TestPerson>,
): Readonly<Record<string, Open>> => ({
  "the audit log with an actor of a hostile name, and saved searches": async (stage) => {
    const { tenantId } = await become(stage, "compliance");
    const actor = await stage.newPerson({ role: "investor", name: hostile, tenantId });
    const consentId = `con_${randomUUID()}`;
    const facts = {
      consentId,
      reason: "changedMind",
      deleteDataNow: false,
      accountIds: Array(9).fill(consentId),
    };
    await plantEvent(stage.sql, actor, { subjectId: consentId, facts });
    const columns = ["at", "type", "actor", "subject", "facts", "request", "event", "index"];
    const query = columns.map((column) => `&column=${column}`).join("");
    await stage.page.goto(`/console/audit?actor=${actor.personId}${query}`);
    const { save, saveName, saveButton, savedCount } = messages[stage.locale].trail;
    await stage.page.getByText(save, { exact: true }).click();
    await stage.page.getByLabel(saveName).fill("Maximiliane von Hohenburg-Löwenstein und zu Altenstadt");
    await stage.page.getByRole("button", { name: saveButton }).click();
    await stage.page.getByText(savedCount.replace("{count, number}", "1")).click();
  },
  "the audit log where what was typed is no identifier": async (stage) => {
    await become(stage, "compliance");
    await stage.page.goto("/console/audit?id=%3Cscript%3E&from=2026-02-30");
  },
  "an entry of the audit log with its proof checked": async (stage) => {
    const officer = await become(stage, "compliance");
    const consentId = `con_${randomUUID()}`;
    const facts = {
      consentId,
      previousValidUntil: "2026-01-01",
      validUntil: "2027-01-01",
      reason: "renewed",
    };
    const eventId = await plantEvent(stage.sql, officer, {
      type: "consent.renewed",
      subjectId: consentId,
      facts,
    });
    await stage.page.goto(`/console/audit/${eventId}`);
    const { proof } = messages[stage.locale].trail;
    await stage.page.getByRole("button", { name: proof.check }).click();
    await expect(stage.page.getByText(proof.signed)).toBeVisible();
  },
  "the audit log, live": async (stage) => {
    await become(stage, "compliance");
    await stage.page.goto("/console/audit/live?type=access.refused");
  },
});
