import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { allowedUrl } from "#lib/egress/allowed-call.ts";
import { usualLimits } from "#lib/egress/egress-policy.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { visitor } from "#sandbox/bank/visitor-for-test.ts";
import { allOf } from "#scripts/testing/all-of.ts";
import {
  expectStep,
  linkRequest,
  type RetailBank,
  reading,
  startRetailBank,
  within,
} from "#scripts/testing/retail-bank.ts";
import { xs2aCalls } from "./allowed-calls.ts";

const leaves = (method: string, path: string, bodyType: string | null): boolean => {
  const policy = {
    allowedHosts: ["bank.example"],
    isSandbox: false,
    rules: xs2aCalls,
    clientTls: null,
    certificateAuthorities: null,
    limits: usualLimits,
  };
  try {
    return allowedUrl(policy, { method, url: `https://bank.example${path}`, bodyType }) instanceof URL;
  } catch {
    return false;
  }
};
const json = "application/json";
const form = "application/x-www-form-urlencoded";

describe("of the standard's calls", () => {
  /** The specification is kept beside the project and not in it. */
  const file = new URL("../../../../shared/spec/xs2a-1.3.12.patched.json", import.meta.url);
  const isThere = existsSync(file);
  if (!isThere) process.stderr.write("The XS2A specification is not here: its calls are not walked.\n");
  const ours = [
    "POST /v1/consents",
    "DELETE /v1/consents/{consentId}",
    "POST /v1/consents/{consentId}/authorisations",
    "PUT /v1/consents/{consentId}/authorisations/{authorisationId}",
  ];

  test.skipIf(!isThere)(
    "only those leave that read accounts, or ask for, authorise and end access to them",
    () => {
      const { paths } = JSON.parse(readFileSync(file, "utf8")) as { paths: Record<string, object> };
      const calls = Object.entries(paths).flatMap(([path, verbs]) =>
        Object.keys(verbs)
          .filter((verb) => ["get", "post", "put", "delete", "patch"].includes(verb))
          .map((verb) => `${verb.toUpperCase()} ${path}`),
      );
      const leaving = calls.filter((call) => {
        const [method = "", path = ""] = call.split(" ");
        const body = method === "POST" || method === "PUT" ? json : null;
        return leaves(
          method,
          path.replace("{payment-service}", "payments").replace(/\{[^}]+\}/g, "x-1"),
          body,
        );
      });
      const expected = calls.filter(
        (call) => ours.includes(call) || /^GET \/v1\/(?:consents|accounts|card-accounts)/.test(call),
      );
      expect(leaving.sort()).toEqual(expected.sort());
      expect(calls.length).toBeGreaterThan(leaving.length + 20);
    },
  );
});

test.each([
  ["POST", "/v1/payments/sepa-credit-transfers", json],
  ["POST", "/psd2/v1/bulk-payments/sepa", json],
  ["POST", "/v1/payments/consents", json],
  ["POST", "/v1/payments/token", json],
  ["POST", "/v1/funds-confirmations", json],
  ["PUT", "/v1/payments/x/p/authorisations/a", json],
  ["DELETE", "/v1/payments/x/p", null],
  ["DELETE", "/v1/accounts/a", null],
  ["PATCH", "/v1/consents/c", json],
  ["POST", "/v1/consents/c", json],
  ["PUT", "/v1/consents/c", json],
  ["GET", "/psd2/v1/payments/x", null],
  ["POST", "/v1/consents", form],
])("%s %s never leaves", (method, path, body) => {
  expect(leaves(method, path, body)).toBe(false);
});

describe("by the bank's own log", () => {
  let bank: RetailBank;
  beforeAll(async () => {
    bank = await startRetailBank();
  });
  afterAll(() => bank.close());

  test("nothing else came, over dialogs of every kind, reads and ends", async () => {
    for (const person of ["sms@log", "chip@log", "exempt.encrypted@log", "sms.password-later@log"]) {
      const connector = bank.connector("paged");
      const grant = await bank.link(connector, person, { withHolders: false });
      const session = connector.open(grant, reading());
      for (const account of await allOf(session.accounts())) {
        await expect(allOf(session.holders(account))).rejects.toMatchObject({ reason: "notCovered" });
        await allOf(session.balances(account));
        await allOf(session.transactions(account, { from: "2024-06-01", withPending: true }));
      }
      await connector.end(grant, within());
    }
    const app = bank.connector("", { approach: "decoupled" });
    const waiting = expectStep(await app.begin(linkRequest("push@log"), within()), "approveElsewhere");
    await app.cancel(waiting.dialog, within());
    const oauth = bank.connector("oauth", { approach: "oauth" });
    const away = expectStep(await oauth.begin(linkRequest("exempt@log2"), within()), "redirect");
    const page = visitor((await visitor(away.url).open()).location?.href ?? "");
    await page.signIn("exempt@log2");
    const url = new Secret((await page.give()).location?.href ?? "");
    const done = await oauth.resume(away.dialog, { kind: "redirected", url }, within());
    await oauth.end(expectStep(done, "done").grant, within());

    const answer = await fetch(`${bank.tpp.sandbox.phone}/banks/retail/log`);
    const { counts } = (await answer.json()) as { counts: { method: string; path: string }[] };
    const came = [...new Set(counts.map(({ method, path }) => `${method} ${path}`))].sort();
    expect(came).toEqual([
      "DELETE /psd2/v1/consents/…",
      "GET /.well-known/oauth-authorization-server",
      "GET /psd2/v1/accounts",
      "GET /psd2/v1/accounts/…",
      "GET /psd2/v1/accounts/…/balances",
      "GET /psd2/v1/accounts/…/transactions",
      "GET /psd2/v1/card-accounts",
      "GET /psd2/v1/card-accounts/…",
      "GET /psd2/v1/card-accounts/…/balances",
      "GET /psd2/v1/card-accounts/…/transactions",
      "GET /psd2/v1/consents/…",
      "GET /psd2/v1/password-keys",
      "POST /oauth/revoke",
      "POST /oauth/token",
      "POST /psd2/v1/consents",
      "POST /psd2/v1/consents/…/authorisations",
      "PUT /psd2/v1/consents/…/authorisations/…",
    ]);
  });
});
