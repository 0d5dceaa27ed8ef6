import { describe, expect, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { newId } from "#lib/kernel/id.ts";
import { testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { type goodBank, relianceOn } from "#scripts/testing/reliance.ts";
import type { AccessNeed } from "./access.ts";
import { judgeBankAccess, requireAccess } from "./require-access.ts";
import { withdrawConsent } from "./withdraw-consent.ts";

const people = testPeople(testDatabase());
const consents = testConsents(people);
const { north, south } = people;
const ask = (ctx: Parameters<typeof requireAccess>[1], need: AccessNeed) =>
  inTransaction(ctx, (tx) => requireAccess(tx, ctx, need));

describe("a view of bank data", () => {
  test("is for its investor, and for an advisor as far as a consent covers it", async () => {
    const consent = await consents.given();
    const { need } = relianceOn(consent);
    for (const who of [consent.investor, consent.advisor]) await ask(people.as(who), need);
    const wrong = [
      [{ cluster: "positions" as const }, "clusterNotCovered"],
      [{ accountId: newId("acc") }, "accountNotCovered"],
      [{ cluster: "transactions" as const, from: "2024-12-31" }, "historyNotCovered"],
    ] as const;
    for (const [more, reasons] of wrong) {
      const attempt = ask(people.as(consent.advisor), { ...need, ...more });
      await expect(attempt).rejects.toMatchObject({ code: "consent.access_refused", facts: { reasons } });
    }
  });

  test("is not there for whom no consent names", async () => {
    const consent = await consents.given();
    const { need } = relianceOn(consent);
    const others = [await people.add("advisor"), await people.add("investor"), south.advisor].map((who) =>
      people.as(who),
    );
    for (const ctx of [...others, people.client(north.tenantId)]) {
      await expect(ask(ctx, need)).rejects.toMatchObject({ code: "consent.not_found" });
    }
    for (const role of ["compliance", "admin"] as const) {
      await expect(ask(people.as(north[role]), need)).rejects.toMatchObject({ code: "auth.forbidden" });
    }
  });

  test("ends with the consent, and with the advisor's work for the firm", async () => {
    const consent = await consents.given();
    const { need } = relianceOn(consent);
    await people.superuser`update people set disabled_at = now() where person_id = ${consent.advisor.personId}`;
    const attempt = () => ask(people.as(consent.advisor), need);
    await expect(attempt()).rejects.toMatchObject({ facts: { reasons: "advisorDisabled" } });
    await people.superuser`update people set disabled_at = null where person_id = ${consent.advisor.personId}`;
    await attempt();
    await withdrawConsent(people.as(consent.investor), { consentId: consent.consentId, reason: "notSaid" });
    await expect(attempt()).rejects.toMatchObject({ facts: { reasons: "withdrawn" } });
  });
});

describe("a call to a bank", () => {
  test("is judged for jobs, under whichever consent covers it, with the reasons where none does", async () => {
    const consent = await consents.given();
    await consents.requested({}, consent);
    const { need, bank } = relianceOn(consent);
    const ctx = people.job(north.tenantId);
    const judge = (more: Parameters<typeof goodBank>[0] = {}) =>
      inTransaction(ctx, (tx) => judgeBankAccess(tx, ctx, need, { ...bank, ...more }));
    expect(await judge()).toMatchObject({ allowed: true, consent: { consentId: consent.consentId } });
    expect(await judge({ lastScaAt: new Date(0), hasCredential: false })).toEqual({
      allowed: false,
      reasons: ["credentialMissing", "scaTooOld"],
    });
    const asAdvisor = people.as(consent.advisor);
    const attempt = inTransaction(asAdvisor, (tx) => judgeBankAccess(tx, asAdvisor, need, bank));
    await expect(attempt).rejects.toMatchObject({ code: "auth.forbidden" });
  });
});
