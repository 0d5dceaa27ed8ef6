import type { Sql } from "postgres";

import { plantAccounts, plantConnection, plantConsent, plantQuestion, questions } from "./links.ts";
import type { TestPerson } from "./people.ts";
import type { Investor, Open } from "./stage.ts";

/** A request that nobody has answered. */
export async function plantRequest(sql: Sql, owner: TestPerson): Promise<string> {
  const consentId = await plantConsent(sql, owner);
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update consents set state = 'requested', revision = 1, given_at = null, confirmed_at = null,
      valid_until = null, answer_by = now() + interval '20 days' where consent_id = ${consentId}`;
  });
  return consentId;
}

/** A consent of whose end its investor was reminded. */
export async function plantReminded(sql: Sql, owner: TestPerson): Promise<string> {
  const consentId = await plantConsent(sql, owner);
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`insert into consent_reminders (tenant_id, consent_id, valid_until, days_before, investor_id, made_at)
      select tenant_id, consent_id, valid_until, 7, investor_id, now() from consents where consent_id = ${consentId}`;
  });
  return consentId;
}

/** The first page with everything that can wait for somebody, and with banks that are fine. */
export const homeStates = (investor: Investor): Readonly<Record<string, Open>> => ({
  "home with something to do everywhere": async (stage) => {
    const person = await investor(stage);
    await plantRequest(stage.sql, person);
    await plantReminded(stage.sql, person);
    const asked = await plantConnection(stage.sql, person);
    await plantQuestion(stage.sql, person, asked, questions.code);
    const active = { state: "active", needs: "confirm", needs_since: new Date() };
    await plantAccounts(stage.sql, person, await plantConnection(stage.sql, person, active), ["chosen"]);
    await stage.page.goto("/home");
  },
  "a bank that is settled, while another waits": async (stage) => {
    const person = await investor(stage);
    await plantConnection(stage.sql, person, { state: "active", needs: "confirm", needs_since: new Date() });
    const settled = await plantConnection(stage.sql, person, { state: "active" });
    await plantAccounts(stage.sql, person, settled, ["chosen"]);
    await stage.page.goto(`/bank-access/${settled}`);
  },
});
