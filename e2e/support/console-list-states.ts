import { randomUUID } from "node:crypto";
import type { PersonRole } from "#lib/access/roles.ts";
import { plantAccess, plantDeletedAccess } from "./bank-access.ts";
import { plantEnded } from "./consent-states.ts";
import { giveOwnConsent } from "./consents.ts";
import { plantConnection } from "./links.ts";
import type { TestPerson } from "./people.ts";
import { plantReceipt } from "./receipts.ts";
import type { Open, Stage } from "./stage.ts";

type Become = (stage: Stage, role: PersonRole) => Promise<TestPerson>;

/** Every state of the console's lists of consents and credentials, and of what they lead to. */
export const consoleListStates = (become: Become): Readonly<Record<string, Open>> => {
  const investorOf = async (stage: Stage): Promise<TestPerson> => {
    const { tenantId } = await become(stage, "compliance");
    return stage.newPerson({ role: "investor", name: '=HYPERLINK(\u202e"<b>") Öz', tenantId });
  };
  return {
    "the firm’s consents": async (stage) => {
      const person = await investorOf(stage);
      await plantConnection(stage.sql, person, { state: "active" });
      await plantEnded(stage.sql, person, { state: "withdrawn", by: "investor", reason: "privacy" });
      await stage.page.goto(`/console/consents?investor=${person.personId}`);
    },
    "the firm’s consents with nothing found": async (stage) => {
      await become(stage, "compliance");
      await stage.page.goto("/console/consents?investor=nobody-is-called-so");
    },
    "the firm’s consents asked for by what means nothing": async (stage) => {
      await become(stage, "compliance");
      await stage.page.goto("/console/consents?standing=lost&from=2027-02-29");
    },
    "a consent’s file": async (stage) => {
      const person = await investorOf(stage);
      await stage.page.goto(`/console/consents/${await giveOwnConsent(person)}`);
      await stage.page.locator("main summary").first().click();
    },
    "an ended consent’s file": async (stage) => {
      const person = await investorOf(stage);
      const end = { state: "terminated", by: "compliance", reason: "misuseSuspected" };
      await stage.page.goto(`/console/consents/${await plantEnded(stage.sql, person, end)}`);
    },
    "the firm’s credentials": async (stage) => {
      const person = await investorOf(stage);
      await plantAccess(stage.sql, person);
      await plantDeletedAccess(stage.sql, person, `crd_${randomUUID()}`);
      await stage.page.goto(
        `/console/credentials?investor=${person.personId}&column=keyVersion&column=deleted`,
      );
    },
    "a credential’s file": async (stage) => {
      const person = await investorOf(stage);
      await stage.page.goto(`/console/credentials/${await plantAccess(stage.sql, person)}`);
    },
    "a deleted credential’s file": async (stage) => {
      const person = await investorOf(stage);
      const deleted = `crd_${randomUUID()}`;
      await plantDeletedAccess(stage.sql, person, deleted);
      await plantReceipt(stage.sql, person, deleted);
      await stage.page.goto(`/console/credentials/${deleted}`);
    },
    "a certificate of deletion": async (stage) => {
      const person = await investorOf(stage);
      const deleted = `crd_${randomUUID()}`;
      await plantDeletedAccess(stage.sql, person, deleted);
      await plantReceipt(stage.sql, person, deleted);
      await stage.page.goto(`/console/credentials/${deleted}`);
      await stage.page.locator("main a[href^='/console/receipts/']").click();
      await stage.page.waitForURL(/\/console\/receipts\//);
    },
  };
};
