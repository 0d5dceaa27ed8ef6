import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";

import { giveOwnConsent } from "./consents.ts";
import { plantRequest } from "./home-states.ts";
import { plantAccounts, plantConnection, plantConsent } from "./links.ts";
import type { TestPerson } from "./people.ts";
import type { Investor, Open } from "./stage.ts";

type Owner = Pick<TestPerson, "tenantId" | "personId">;
type End = { readonly state: string; readonly by: string; readonly reason: string };

/** Of the investor among the access matrix's callers. */
export const consentInForce = "con_6f0a7c1e-3f55-4b4e-8d0e-5b8f2f6f9a06";

export async function plantConsentInForce(sql: Sql, owner: Owner): Promise<void> {
  const planted = await plantConsent(sql, owner);
  await sql.begin(async (tx) => {
    // What counts the changes of a consent would refuse another identifier.
    await tx`set local session_replication_role = replica`;
    await tx`update consents set consent_id = ${consentInForce} where consent_id = ${planted}`;
  });
}

/** A consent that has ended, with the line of its history that says how. */
export async function plantEnded(sql: Sql, owner: Owner, { state, by, reason }: End): Promise<string> {
  const consentId = await plantConsent(sql, owner);
  const channel = { investor: "portal", compliance: "console", job: "system" }[by] ?? "system";
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update consents set state = ${state}, revision = 4, ended_at = now() where consent_id = ${consentId}`;
    await tx`insert into consent_events (tenant_id, consent_id, revision, investor_id, act, state, at, actor_type,
        actor_id, channel, reason, event_id)
      values (${owner.tenantId}, ${consentId}, 4, ${owner.personId}, ${state}, ${state}, now(), ${by},
        ${by === "job" ? null : owner.personId}, ${channel}, ${reason}, ${`evt_${randomUUID()}`})`;
  });
  return consentId;
}

/** A connection whose accounts the consent covers. */
async function plantCovered(sql: Sql, owner: Owner): Promise<string> {
  const connection = await plantConnection(sql, owner, { state: "active" });
  await plantAccounts(sql, owner, connection, ["chosen", "chosen"]);
  const [row] = await sql`select consent_id from connections where connection_id = ${connection}`;
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update consents set account_ids = (select array_agg(account_id) from accounts
      where connection_id = ${connection}) where consent_id = ${row?.consent_id}`;
  });
  return row?.consent_id;
}

const ends: readonly End[] = [
  { state: "withdrawn", by: "investor", reason: "privacy" },
  { state: "terminated", by: "compliance", reason: "misuseSuspected" },
  { state: "expired", by: "job", reason: "timePassed" },
  { state: "revokedAtBank", by: "job", reason: "endedAtBank" },
];

/** Every state of the list of consents, of one consent, and of stopping it. */
export const consentStates = (investor: Investor): Readonly<Record<string, Open>> => ({
  "no consents": async (stage) => {
    await investor(stage);
    await stage.page.goto("/consents");
  },
  "consents that are asked for and in force, looked through": async (stage) => {
    const person = await investor(stage);
    await plantRequest(stage.sql, person);
    await plantCovered(stage.sql, person);
    await stage.page.goto("/consents?within=365");
  },
  "no consent that is looked for": async (stage) => {
    await plantConsent(stage.sql, await investor(stage));
    await stage.page.goto("/consents?q=none");
  },
  "consents that have ended": async (stage) => {
    const person = await investor(stage);
    for (const end of ends) await plantEnded(stage.sql, person, end);
    await stage.page.goto("/consents?tab=ended");
  },
  "a consent that is asked for": async (stage) => {
    await stage.page.goto(`/consents/${await plantRequest(stage.sql, await investor(stage))}`);
  },
  "a consent with what was shown of it": async (stage) => {
    const person = await investor(stage);
    await stage.page.goto(`/consents/${await giveOwnConsent(person)}?notice=renewed`);
    await stage.page.locator("main summary").first().click();
  },
  "a consent with its bank and accounts": async (stage) => {
    await stage.page.goto(`/consents/${await plantCovered(stage.sql, await investor(stage))}`);
  },
  ...Object.fromEntries(
    ends.map((end) => [
      `a consent that was ${end.state}`,
      async (stage) => {
        const consentId = await plantEnded(stage.sql, await investor(stage), end);
        await stage.page.goto(`/consents/${consentId}?notice=withdrawn`);
      },
    ]),
  ),
  "stopping a consent": async (stage) => {
    await stage.page.goto(`/consents/${await plantCovered(stage.sql, await investor(stage))}/withdraw`);
  },
});
