import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";

import { allowedUrl } from "#lib/egress/allowed-call.ts";
import { usualLimits } from "#lib/egress/egress-policy.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { visitor } from "#sandbox/bank/visitor-for-test.ts";
import { cardFor } from "#sandbox/private-bank/custodian-for-test.ts";
import { privatePassword } from "#sandbox/private-bank/private-bank.ts";
import { allOf } from "#scripts/testing/all-of.ts";
import {
  custodyCalls,
  custodyRequest,
  type PrivateBank,
  startPrivateBank,
} from "#scripts/testing/private-bank.ts";
import { expectStep, reading, within } from "#scripts/testing/retail-bank.ts";

const json = "application/json";
const policy = {
  allowedHosts: ["bank.example"],
  isSandbox: false,
  rules: custodyCalls,
  clientTls: null,
  certificateAuthorities: null,
  limits: usualLimits,
};

const leaves = (method: string, path: string, bodyType: string | null): boolean => {
  try {
    return allowedUrl(policy, { method, url: `https://bank.example${path}`, bodyType }) instanceof URL;
  } catch {
    return false;
  }
};

/** The specifications are kept beside the project and not in it. */
const specificationAt = (file: string) => new URL(`../../../../shared/spec/${file}`, import.meta.url);
const [openWealth, xs2a] = [
  specificationAt("openwealth-custody-3.2.0.yaml"),
  specificationAt("xs2a-1.3.12.patched.json"),
];
const areThere = existsSync(openWealth) && existsSync(xs2a);
if (!areThere) process.stderr.write("The specifications are not here: custody's calls are not walked.\n");

function leavingOf(file: URL, prefix: string): { readonly all: number; readonly leaving: readonly string[] } {
  const { paths } = parse(readFileSync(file, "utf8")) as { paths: Record<string, object> };
  const calls = Object.entries(paths).flatMap(([path, verbs]) =>
    Object.keys(verbs)
      .filter((verb) => ["get", "post", "put", "delete", "patch"].includes(verb))
      .map((verb) => [verb.toUpperCase(), path] as const),
  );
  const leaving = calls.filter(([method, path]) => {
    const real = path.replace("{payment-service}", "payments").replace(/\{[^}]+\}/g, "x-1");
    return leaves(method, prefix + real, method === "POST" || method === "PUT" ? json : null);
  });
  return { all: calls.length, leaving: leaving.map(([method, path]) => `${method} ${path}`).sort() };
}

describe.skipIf(!areThere)("of the standards' calls", () => {
  test("only those leave that list customers, accounts, positions and transactions", () => {
    const { all, leaving } = leavingOf(openWealth, "/openwealth/v3");
    expect(leaving).toEqual([
      "GET /accounts/{accountId}/positions",
      "GET /customers",
      "GET /customers/{customerId}/accounts",
      "GET /customers/{customerId}/transactions",
    ]);
    expect(all).toBeGreaterThan(leaving.length);
    expect(leavingOf(openWealth, "").leaving).toEqual(leaving);
  });

  test("and those that ask for access to them, authorise it and end it", () => {
    expect(leavingOf(xs2a, "").leaving).toEqual([
      "DELETE /v1/consents/{consentId}",
      "GET /v1/consents/{consentId}",
      "GET /v1/consents/{consentId}/authorisations",
      "GET /v1/consents/{consentId}/authorisations/{authorisationId}",
      "GET /v1/consents/{consentId}/status",
      "POST /v1/consents",
      "POST /v1/consents/{consentId}/authorisations",
      "PUT /v1/consents/{consentId}/authorisations/{authorisationId}",
    ]);
  });
});

test.each([
  ["POST", "/v3/customers/k/transactions", json],
  ["PUT", "/v3/accounts/a/positions", json],
  ["DELETE", "/v3/customers/k", null],
  ["POST", "/v3/orders", json],
  ["GET", "/v3/orders", null],
  ["GET", "/v3/orders/o", null],
  ["GET", "/v3/orders/customers", null],
  ["GET", "/v3/customers/k/orders", null],
  ["GET", "/v3/customers/k/persons", null],
  ["GET", "/v3/customers/k/accounts/a/standing-orders", null],
  ["GET", "/v1/payments/customers", null],
  ["GET", "/v1/payments/sepa/customers/k/accounts", null],
  ["POST", "/v1/payments/sepa-credit-transfers", json],
])("%s %s never leaves", (method, path, body) => {
  expect(leaves(method, path, body)).toBe(false);
});

test.each(["/openwealth/v1/password-keys", "/pictures/x.png", "/.well-known/oauth-authorization-server"])(
  "GET %s leaves: access may need it",
  (path) => {
    expect(leaves("GET", path, null)).toBe(true);
  },
);

describe("by the bank's own log", () => {
  let bank: PrivateBank;
  beforeAll(async () => {
    bank = await startPrivateBank();
  });
  afterAll(() => bank.close());

  test("nothing else came, over dialogs of every kind, reads and ends", async () => {
    for (const person of ["sms@log", "chip@log", "exempt.encrypted@log", "phototan.image-link@log"]) {
      const connector = bank.connector("paged");
      const grant = await bank.link(connector, person);
      const session = connector.open(grant, reading());
      await allOf(session.portfolios());
      for (const account of await allOf(session.accounts())) {
        await expect(allOf(session.holders(account))).rejects.toMatchObject({ reason: "notSupported" });
        const query = { from: "2024-06-01", withPending: true };
        await allOf(session.balances(account));
        await allOf(session.positions(account));
        await allOf(session.transactions(account, query));
        await allOf(session.investmentTransactions(account, query));
      }
      await connector.end(grant, within());
    }
    const app = bank.connector("", { approach: "decoupled" });
    const waiting = expectStep(await app.begin(custodyRequest("push@log"), within()), "approveElsewhere");
    await app.cancel(waiting.dialog, within());
    const oauth = bank.connector("", { approach: "oauth" });
    const away = expectStep(await oauth.begin(custodyRequest("exempt@log2"), within()), "redirect");
    const page = visitor((await visitor(away.url).open()).location?.href ?? "");
    await page.signIn("exempt@log2", privatePassword, cardFor("exempt"));
    const url = new Secret((await page.give()).location?.href ?? "");
    const done = await oauth.resume(away.dialog, { kind: "redirected", url }, within());
    await oauth.end(expectStep(done, "done").grant, within());

    const answer = await fetch(`${bank.custodian.sandbox.phone}/banks/private/log`);
    const { counts } = (await answer.json()) as { counts: { method: string; path: string }[] };
    const came = [...new Set(counts.map(({ method, path }) => `${method} ${path}`))].sort();
    expect(came).toEqual([
      "DELETE /openwealth/v1/consents/…",
      "GET /.well-known/oauth-authorization-server",
      "GET /openwealth/v1/consents/…",
      "GET /openwealth/v1/password-keys",
      "GET /openwealth/v3/accounts/…/positions",
      "GET /openwealth/v3/customers",
      "GET /openwealth/v3/customers/…/accounts",
      "GET /openwealth/v3/customers/…/transactions",
      "GET /pictures/…",
      "POST /oauth/revoke",
      "POST /oauth/token",
      "POST /openwealth/v1/consents",
      "POST /openwealth/v1/consents/…/authorisations",
      "PUT /openwealth/v1/consents/…/authorisations/…",
    ]);
  });
});
