import { plantAccess } from "./bank-access.ts";
import {
  plantAccounts,
  plantConnection,
  plantConsent,
  plantEnding,
  plantProducts,
  plantQuestion,
  plantSync,
  questions,
} from "./links.ts";
import type { Investor, Open } from "./stage.ts";

/** Endings that differ in what helps: later, another password, and a call to the bank. */
const endings = {
  tooManyRequests: { retry_after_seconds: 150 },
  wrongPassword: {},
  accessBlocked: { message: "Su acceso está bloqueado. Llame al 900 000 555." },
};

/** Every state of connecting a bank, planted: no bank is spoken to. */
export const linkStates = (investor: Investor): Readonly<Record<string, Open>> => ({
  "connecting without a consent": async (stage) => {
    const person = await investor(stage);
    await stage.page.goto(`/bank-access/connect/${await plantAccess(stage.sql, person)}`);
  },
  "connecting under one of several consents": async (stage) => {
    const person = await investor(stage);
    await plantConsent(stage.sql, person);
    await plantConsent(stage.sql, person);
    await stage.page.goto(`/bank-access/connect/${await plantAccess(stage.sql, person)}`);
  },
  ...Object.fromEntries(
    ([...Object.entries(questions), ["nothing", null]] as const).map(([name, question]) => [
      `confirming: ${name}`,
      async (stage) => {
        const person = await investor(stage);
        const connection = await plantConnection(stage.sql, person);
        await plantQuestion(stage.sql, person, connection, question);
        await stage.page.goto(`/bank-access/${connection}/confirm`);
        if (question && "method" in question) await stage.page.locator("main summary").first().click();
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(endings).map(([reason, more]) => [
      `not let in: ${reason}`,
      async (stage) => {
        const person = await investor(stage);
        const needs = reason === "wrongPassword" ? { needs: "credential", needs_since: new Date() } : {};
        const connection = await plantConnection(stage.sql, person, needs);
        await plantEnding(stage.sql, person, connection, reason, more);
        await stage.page.goto(`/bank-access/${connection}/confirm`);
      },
    ]),
  ),
  "back from a bank that nobody waits for": async (stage) => {
    await investor(stage);
    await stage.page.goto("/bank-access/return?state=none");
  },
  "accounts that are still being read": async (stage) => {
    const connection = await plantConnection(stage.sql, await investor(stage), { state: "choosing" });
    await stage.page.goto(`/bank-access/${connection}/accounts`);
  },
  "accounts to choose": async (stage) => {
    const person = await investor(stage);
    const connection = await plantConnection(stage.sql, person, { state: "choosing" });
    await plantAccounts(stage.sql, person, connection, ["offered", "offered", "offered"]);
    await stage.page.goto(`/bank-access/${connection}/accounts`);
    await stage.page.locator("main form button[value=chosen]").click();
  },
  "a new account to decide about": async (stage) => {
    const person = await investor(stage);
    const connection = await plantConnection(stage.sql, person, { state: "active" });
    await plantAccounts(stage.sql, person, connection, ["chosen", "offered", "declined"]);
    await stage.page.goto(`/bank-access/${connection}/accounts`);
  },
  "a bank that is being read": async (stage) => {
    const person = await investor(stage);
    const connection = await plantConnection(stage.sql, person, { state: "active" });
    const [account = ""] = await plantAccounts(stage.sql, person, connection, ["chosen", "chosen"]);
    await plantProducts(stage.sql, person, connection, account);
    await plantSync(stage.sql, person, connection, "running");
    await stage.page.goto(`/bank-access/${connection}`);
  },
  "a bank with everything that may be wrong": async (stage) => {
    const person = await investor(stage);
    const connection = await plantConnection(stage.sql, person, {
      ...{ state: "active", needs: "confirm", needs_reason: "tokenRefused", needs_since: new Date() },
      ...{ bank_valid_until: "2027-05-20", next_refresh_at: new Date(Date.now() + 43_200_000) },
    });
    const [one = "", two = ""] = await plantAccounts(stage.sql, person, connection, [
      ...(["chosen", "gone", "offered"] as const),
    ]);
    for (const account of [one, two]) await plantProducts(stage.sql, person, connection, account);
    await plantSync(stage.sql, person, connection, "failed");
    await stage.page.goto(`/bank-access/${connection}`);
    await stage.page.locator("main summary").first().click();
  },
  "a bank that was stopped": async (stage) => {
    const person = await investor(stage);
    const ended = { state: "ended", ended_at: new Date(), ended_reason: "byInvestor" };
    await stage.page.goto(`/bank-access/${await plantConnection(stage.sql, person, ended)}`);
  },
  "bank access with something to do at each bank": async (stage) => {
    const person = await investor(stage);
    const asked = await plantConnection(stage.sql, person);
    await plantQuestion(stage.sql, person, asked, questions.code);
    await plantConnection(stage.sql, person);
    const choosing = await plantConnection(stage.sql, person, { state: "choosing" });
    await plantAccounts(stage.sql, person, choosing, ["offered"]);
    const since = { needs_since: new Date() };
    const active = await plantConnection(stage.sql, person, {
      ...{ state: "active", needs: "credential", needs_reason: "wrongPassword", ...since },
    });
    await plantAccounts(stage.sql, person, active, ["chosen", "chosen", "offered"]);
    const ended = { state: "ended", ended_at: new Date(), ended_reason: "byInvestor" };
    const stopped = await plantConnection(stage.sql, person, ended);
    await stage.page.goto(`/bank-access?stopped=${stopped}`);
  },
});
