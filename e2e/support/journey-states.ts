import type { Sql } from "postgres";

import { messages } from "#lib/i18n/messages.ts";
import type { ConsentId } from "#lib/kernel/id.ts";
import { consentInForce } from "./consent-states.ts";
import { requestFrom, showOwnConsent } from "./consents.ts";
import { chooseEverything } from "./journey.ts";
import { plantAccounts, plantConnection, plantConsent } from "./links.ts";
import type { TestPerson } from "./people.ts";
import type { Investor, Open, Stage } from "./stage.ts";

type Owner = Pick<TestPerson, "tenantId" | "personId">;

/** Of the investor among the access matrix's callers. */
export const openRequest = "con_6f0a7c1e-3f55-4b4e-8d0e-5b8f2f6f9a07";
export const connectedConsent = "con_6f0a7c1e-3f55-4b4e-8d0e-5b8f2f6f9a08";
export const shownRenewal = "cpr_6f0a7c1e-3f55-4b4e-8d0e-5b8f2f6f9a09";

/** A request to answer, a renewal to agree to, and a consent under which a bank is connected. */
export async function plantJourneys(sql: Sql, owner: Owner): Promise<void> {
  const requested = await requestFrom(owner);
  const { presentationId } = await showOwnConsent(owner, {
    ...{ consentId: consentInForce as unknown as ConsentId, shownFor: "renew", locale: "en" },
    choice: { duration: "P3M" },
  });
  const connection = await plantConnection(sql, owner, { state: "active" });
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    for (const table of ["consents", "consent_events"])
      await tx`update ${tx(table)} set consent_id = ${openRequest} where consent_id = ${requested}`;
    await tx`update consent_presentations set presentation_id = ${shownRenewal}
      where presentation_id = ${presentationId}`;
    await tx`update consents set consent_id = ${connectedConsent}
      where consent_id = (select consent_id from connections where connection_id = ${connection})`;
    await tx`update connections set consent_id = ${connectedConsent} where connection_id = ${connection}`;
  });
}

const texts = ({ locale }: Stage) => messages[locale].journey;

/** Every state of answering a request, and of changing and renewing what was given. */
export const journeyStates = (investor: Investor): Readonly<Record<string, Open>> => ({
  "a request to answer": async (stage) => {
    await stage.page.goto(`/consents/${await requestFrom(await investor(stage))}/answer`);
    await stage.page.locator("main summary").click();
  },
  "a request that nothing was chosen of": async (stage) => {
    await stage.page.goto(`/consents/${await requestFrom(await investor(stage))}/answer/choose`);
    for (const more of await stage.page.locator("main summary").all()) await more.click();
    await stage.page.getByRole("button", { name: texts(stage).choose.submit }).click();
    await stage.page.getByText(texts(stage).choose.clusters.missing).waitFor();
  },
  "a text to agree to": async (stage) => {
    await stage.page.goto(`/consents/${await requestFrom(await investor(stage))}/answer/choose`);
    await chooseEverything(stage.page, stage.locale);
    for (const more of await stage.page.locator("main summary").all()) await more.click();
  },
  "a choice whose text is out of date": async (stage) => {
    const request = `/consents/${await requestFrom(await investor(stage))}/answer/choose`;
    await stage.page.goto(request);
    await chooseEverything(stage.page, stage.locale);
    await stage.page.goto(`${request}?notice=outdated`);
  },
  "a consent to change, and what changes": async (stage) => {
    const consentId = await plantConsent(stage.sql, await investor(stage));
    await stage.page.goto(`/consents/${consentId}/change`);
    await stage.page.locator("main input[name=cluster][value=positions]").uncheck();
    await stage.page.locator("main input[name=cluster][value=liabilities]").check();
    await stage.page.getByRole("button", { name: texts(stage).change.submit }).click();
    await stage.page.getByRole("heading", { name: texts(stage).changes.title, exact: true }).waitFor();
  },
  "a consent to change with accounts": async (stage) => {
    await stage.page.goto(`/consents/${await plantConnected(stage, await investor(stage))}/change`);
  },
  "a consent to renew": async (stage) => {
    const consentId = await plantConsent(stage.sql, await investor(stage));
    await stage.page.goto(`/consents/${consentId}/renew`);
    await stage.page.getByRole("button", { name: texts(stage).renew.submit }).click();
    await stage.page.getByText(texts(stage).choose.duration.missing).waitFor();
  },
  "the end of a journey": async (stage) => {
    const person = await investor(stage);
    const consentId = await plantConnected(stage, person);
    await plantConnection(stage.sql, person);
    await stage.page.goto(`/consents/${consentId}/done`);
  },
});

/** A consent with a bank whose accounts it covers. */
async function plantConnected({ sql }: Stage, person: TestPerson): Promise<string> {
  const connection = await plantConnection(sql, person, { state: "active" });
  const accounts = await plantAccounts(sql, person, connection, ["chosen", "chosen"]);
  const [row] = await sql`select consent_id from connections where connection_id = ${connection}`;
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update consents set account_ids = ${[...accounts]} where consent_id = ${row?.consent_id}`;
  });
  return row?.consent_id;
}
