import { randomUUID } from "node:crypto";
import type { PersonRole } from "#lib/access/roles.ts";
import { plantEnding, plantHousehold, plantShared, plantViews } from "./disclosures.ts";
import { plantRequest } from "./home-states.ts";
import { plantConsent } from "./links.ts";
import type { TestPerson } from "./people.ts";
import type { Open, Stage } from "./stage.ts";

const longName = "Maximiliane von Hohenburg-Löwenstein und zu Altenstadt";

/** Who saw it, for the investor; and what an advisor sees of a client, as far as nothing sealed has to be opened. */
export const disclosureStates = (
  become: (stage: Stage, role: PersonRole) => Promise<TestPerson>,
): Readonly<Record<string, Open>> => ({
  "who saw it, and nobody did": async (stage) => {
    await become(stage, "investor");
    await stage.page.goto("/who-saw-it");
  },
  "who saw it, on several days and pages": async (stage) => {
    const person = await become(stage, "investor");
    const { tenantId } = person;
    const advisor = await stage.newPerson({ role: "advisor", name: longName, tenantId });
    const gone = `per_${person.personId.slice(4)}`;
    const consentId = await plantConsent(stage.sql, person);
    const viewer = { viewerId: advisor.personId, consentId };
    await plantViews(stage.sql, person, { ...viewer, count: 4, apart: 2 });
    await plantViews(stage.sql, person, { ...viewer, count: 60, apart: 700 });
    await plantViews(stage.sql, person, { consentId, viewerId: gone, count: 2, apart: 5_000 });
    await stage.page.goto("/who-saw-it");
    await stage.page.locator("main summary").click();
  },
  "who saw it, narrowed to nothing": async (stage) => {
    const person = await become(stage, "investor");
    const consentId = await plantConsent(stage.sql, person);
    const { personId: viewerId } = await stage.newPerson({ role: "advisor", tenantId: person.tenantId });
    await plantViews(stage.sql, person, { viewerId, consentId, count: 1, apart: 0 });
    await stage.page.goto(`/who-saw-it?consent=${consentId.replace(/.{4}$/, "0000")}`);
  },
  "an advisor’s clients": async (stage) => {
    const { tenantId } = await become(stage, "advisor");
    const client = (name: string) => stage.newPerson({ role: "investor", name, tenantId });
    await plantShared(stage.sql, await client(longName));
    await plantRequest(stage.sql, await client("Ana Paz"));
    await plantConsent(stage.sql, await client("João Vaz"));
    await stage.page.goto("/advisor");
  },
  "a client whose figures are not there": async (stage) => {
    const { tenantId } = await become(stage, "advisor");
    const client = await stage.newPerson({ role: "investor", name: longName, tenantId });
    await plantShared(stage.sql, client);
    await stage.page.goto(`/advisor/clients/${client.personId}`);
  },
  "a client’s transactions that are not there": async (stage) => {
    const { tenantId } = await become(stage, "advisor");
    const client = await stage.newPerson({ role: "investor", name: longName, tenantId });
    await plantShared(stage.sql, client);
    await stage.page.goto(`/advisor/clients/${client.personId}/entries`);
  },
  "a client’s performance that is not known": async (stage) => {
    const { tenantId } = await become(stage, "advisor");
    const client = await stage.newPerson({ role: "investor", name: longName, tenantId });
    await plantShared(stage.sql, client);
    await stage.page.goto(`/advisor/clients/${client.personId}/performance`);
  },
  "no note on a client yet": async (stage) => {
    const { tenantId } = await become(stage, "advisor");
    const client = await stage.newPerson({ role: "investor", name: longName, tenantId });
    await plantShared(stage.sql, client);
    await stage.page.goto(`/advisor/clients/${client.personId}/notes`);
  },
  "notes on a client who shares nothing any more": async (stage) => {
    const { tenantId } = await become(stage, "advisor");
    const client = await stage.newPerson({ role: "investor", name: longName, tenantId });
    await plantRequest(stage.sql, client);
    await stage.page.goto(`/advisor/clients/${client.personId}/notes`);
  },
  "a client of whom nothing is to be asked": async (stage) => {
    const { tenantId } = await become(stage, "advisor");
    const client = await stage.newPerson({ role: "investor", name: longName, tenantId });
    await plantShared(stage.sql, client);
    await stage.page.goto(`/advisor/clients/${client.personId}/ask`);
  },
  "a client who can be asked, and was asked": async (stage) => {
    const advisor = await become(stage, "advisor");
    const client = await stage.newPerson({ role: "investor", name: longName, tenantId: advisor.tenantId });
    const [asked] = [await plantEnding(stage.sql, client), await plantEnding(stage.sql, client)];
    await stage.sql`insert into client_asks (tenant_id, investor_id, what, about, ask_id, asked_by)
      values (${client.tenantId}, ${client.personId}, 'renew', ${asked}, ${`ask_${randomUUID()}`}, ${advisor.personId})`;
    await stage.page.goto(`/advisor/clients/${client.personId}/ask`);
  },
  "no household yet": async (stage) => {
    const { tenantId } = await become(stage, "advisor");
    await plantShared(stage.sql, await stage.newPerson({ role: "investor", name: longName, tenantId }));
    await stage.page.goto("/advisor/households");
  },
  "a household of which one member shares nothing": async (stage) => {
    const advisor = await become(stage, "advisor");
    const { tenantId } = advisor;
    const client = (name: string) => stage.newPerson({ role: "investor", name, tenantId });
    const [shared, other] = [await client(longName), await client("Ana Paz")];
    await plantShared(stage.sql, shared);
    await plantRequest(stage.sql, other);
    const householdId = `hhd_${randomUUID()}`;
    const memberIds = [shared.personId, other.personId];
    await plantHousehold(stage.sql, advisor, { householdId, name: longName, memberIds });
    await stage.page.goto(`/advisor/households/${householdId}`);
  },
  "a client who has not answered": async (stage) => {
    const { tenantId } = await become(stage, "advisor");
    const client = await stage.newPerson({ role: "investor", name: longName, tenantId });
    await plantRequest(stage.sql, client);
    await stage.page.goto(`/advisor/clients/${client.personId}`);
  },
});
