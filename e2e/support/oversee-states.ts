import type { PersonRole } from "#lib/access/roles.ts";
import { plantViews } from "./disclosures.ts";
import { plantConnection, plantConsent } from "./links.ts";
import type { TestPerson } from "./people.ts";
import { plantErasure } from "./privacy-states.ts";
import { plantHealth, plantRightsRequest } from "./rights.ts";
import type { Open, Stage } from "./stage.ts";

const longName = "Maximiliane von Hohenburg-Löwenstein und zu Altenstadt";
type Become = (stage: Stage, role: PersonRole) => Promise<TestPerson>;

/** A firm's banks with one banner of it, until tomorrow. */
async function plantBanner({ sql }: Stage, { tenantId, personId }: TestPerson): Promise<void> {
  const text =
    "This bank is away for a change of its systems, from the evening until the next morning. ".repeat(3);
  await sql`insert into institution_banners (tenant_id, institution_id, text_en, text_es, text_fr, text_pt, until_at,
      set_by, set_at) values (${tenantId}, 'sandbox-private', ${text}, ${text}, ${text}, ${text},
      now() + interval '1 day', ${personId}, now())
    on conflict (tenant_id, institution_id) do update set until_at = excluded.until_at, set_at = excluded.set_at`;
}

/** Investors and banks as the firm's staff oversee them. */
export const overseeStates = (become: Become): Readonly<Record<string, Open>> => ({
  "the firm’s investors": async (stage) => {
    const { tenantId } = await become(stage, "compliance");
    const person = await stage.newPerson({ role: "investor", name: longName, tenantId });
    await plantConnection(stage.sql, person, { state: "active" });
    await plantRightsRequest(stage.sql, person);
    const columns = [
      "investor",
      "email",
      "id",
      "consents",
      "connections",
      "needs",
      "rights",
      "erasure",
      "state",
    ];
    await stage.page.goto(`/console/investors?${columns.map((column) => `column=${column}`).join("&")}`);
  },
  "no investor who is looked for": async (stage) => {
    await become(stage, "compliance");
    await stage.page.goto("/console/investors?q=nobody+of+this+name");
  },
  "an investor with connections and requests": async (stage) => {
    const { tenantId } = await become(stage, "compliance");
    const person = await stage.newPerson({ role: "investor", name: longName, tenantId });
    const connection = await plantConnection(stage.sql, person, { state: "active" });
    await plantConnection(stage.sql, person, { state: "active", needs: "confirm", needs_since: new Date() });
    await plantHealth(stage.sql, connection);
    await plantRightsRequest(stage.sql, person, { kind: "rectification", daysAgo: 50 });
    await stage.page.goto(`/console/investors/${person.personId}`);
    await stage.page.locator("main details summary").first().click();
  },
  "an investor whose erasure is under way": async (stage) => {
    const { tenantId } = await become(stage, "compliance");
    const person = await stage.newPerson({ role: "investor", name: longName, tenantId });
    await plantErasure(stage.sql, person);
    await stage.page.goto(`/console/investors/${person.personId}`);
  },
  "who saw an investor’s data": async (stage) => {
    const { tenantId } = await become(stage, "compliance");
    const person = await stage.newPerson({ role: "investor", name: longName, tenantId });
    const advisor = await stage.newPerson({ role: "advisor", name: longName, tenantId });
    const consentId = await plantConsent(stage.sql, person);
    await plantViews(stage.sql, person, { viewerId: advisor.personId, consentId, count: 60, apart: 30 });
    await stage.page.goto(`/console/investors/${person.personId}/who-saw-it`);
  },
  "an investor whose data nobody saw": async (stage) => {
    const { tenantId } = await become(stage, "compliance");
    const person = await stage.newPerson({ role: "investor", name: longName, tenantId });
    await stage.page.goto(`/console/investors/${person.personId}/who-saw-it`);
  },
  "the register of rights requests": async (stage) => {
    const { tenantId } = await become(stage, "compliance");
    const person = await stage.newPerson({ role: "investor", name: longName, tenantId });
    for (const daysAgo of [1, 25, 50]) await plantRightsRequest(stage.sql, person, { daysAgo });
    await stage.page.goto("/console/investors/rights");
  },
  "the banks as staff oversee them": async (stage) => {
    const staff = await become(stage, "admin");
    const person = await stage.newPerson({ role: "investor", tenantId: staff.tenantId });
    await plantHealth(stage.sql, await plantConnection(stage.sql, person, { state: "active" }));
    await plantBanner(stage, staff);
    await stage.page.goto("/console/institutions");
  },
  "a bank with figures": async (stage) => {
    const { tenantId } = await become(stage, "compliance");
    const person = await stage.newPerson({ role: "investor", tenantId });
    await plantHealth(stage.sql, await plantConnection(stage.sql, person, { state: "active" }));
    await stage.page.goto("/console/institutions/sandbox-retail");
  },
  "a bank with a notice of the firm": async (stage) => {
    await plantBanner(stage, await become(stage, "admin"));
    await stage.page.goto("/console/institutions/sandbox-private?done=saved");
  },
  "a notice of the firm about a bank, to be set": async (stage) => {
    await become(stage, "admin");
    await stage.page.goto("/console/institutions/sandbox-retail/banner");
  },
  "the choice of banks with a notice of the firm": async (stage) => {
    await plantBanner(stage, await become(stage, "investor"));
    await stage.page.goto("/bank-access/add?q=seewaldt");
  },
});
