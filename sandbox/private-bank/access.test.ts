import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { demoPassword } from "../bank/family/people.ts";
import type { Body } from "../bank/tpp-for-test.ts";
import { visitor } from "../bank/visitor-for-test.ts";
import { type Custodian, cardFor, startCustodian } from "./custodian-for-test.ts";
import { privateBank, privatePassword } from "./private-bank.ts";

let custodian: Custodian;
beforeAll(async () => {
  custodian = await startCustodian();
});
afterAll(() => custodian.close());

const statusOf = async (consentId: string): Promise<string> =>
  (await custodian.call("GET", `/openwealth/v1/consents/${consentId}/status`)).body.consentStatus;

const firstCode = ({ body }: { body: Body }) => body.tppMessages?.[0]?.code;

async function startedBy(contract: string) {
  const consent = await custodian.askConsent(contract);
  const started = await custodian.startWithPassword(consent, contract);
  return { id: consent.body.consentId as string, consent, started };
}

describe("access at the private bank", () => {
  test.each(["sms", "call", "chip", "phototan", "qrcode", "many"])(
    "is given by %s with a code that the phone alone knows, embedded",
    async (person) => {
      const contract = `${person}@embedded`;
      const { started } = await startedBy(contract);
      expect(started.headers.get("aspsp-sca-approach")).toBe("EMBEDDED");
      const id = await custodian.link(`${person}@embedded2`);
      expect(await statusOf(id)).toBe("valid");
      expect((await custodian.custody(id, "customers")).body.length).toBeGreaterThan(0);
    },
  );

  test.each(["push", "fingerprint", "callback"])("is given by %s on the phone, decoupled", async (person) => {
    const contract = `${person}@decoupled`;
    const { id, started } = await startedBy(contract);
    expect(started.headers.get("aspsp-sca-approach")).toBe("DECOUPLED");
    const { calls, requests } = await custodian.phone(contract);
    if (calls[0]) await custodian.act(contract, `/calls/${calls[0].id}`, "take");
    await custodian.act(contract, `/requests/${requests[0]?.id}`, "approve");
    expect(await statusOf(id)).toBe("valid");
  });

  test("is decoupled for who types codes too, where the caller prefers it", async () => {
    const asked = { headers: { "tpp-decoupled-preferred": "true" } };
    const consent = await custodian.askConsent("sms@prefers", asked);
    expect(consent.headers.get("aspsp-sca-approach")).toBe("DECOUPLED");
  });

  test("begins where a valid consent says", async () => {
    const id = await custodian.link("sms@link");
    const { _links: links } = (await custodian.call("GET", `/openwealth/v1/consents/${id}`)).body;
    expect(new URL(links.customers.href).pathname).toBe("/openwealth/v3/customers");
    expect((await custodian.custody(id, links.customers.href)).status).toBe(200);
  });

  test("takes the password of this bank with the card, and nothing else", async () => {
    const consent = await custodian.askConsent("sms@card");
    const start = (password: string, headers: Record<string, string>) =>
      custodian.call("POST", consent.body._links.startAuthorisationWithPsuAuthentication.href, {
        headers: { "psu-id": "sms@card", ...headers },
        body: { psuData: { password } },
      });
    const card = { "psu-corporate-id": cardFor("sms") };
    const missing = await start(privatePassword, {});
    expect([missing.status, missing.body.tppMessages[0].path]).toEqual([400, "PSU-Corporate-ID"]);
    for (const wrong of [
      await start(demoPassword, card),
      await start(privatePassword, { "psu-corporate-id": cardFor("call") }),
    ]) {
      expect([wrong.status, firstCode(wrong)]).toEqual([401, "PSU_CREDENTIALS_INVALID"]);
    }
    expect((await start(privatePassword, card)).body.scaStatus).toBe("started");
  });

  test("is for those who bank here", async () => {
    expect(privateBank.people.map(({ key }) => key)).not.toContain("mail");
    expect((await custodian.askConsent("mail")).status).toBe(401);
    expect((await custodian.askConsent("sms.mt940")).status).toBe(401);
    expect((await custodian.askConsent("sms", {}, {}, "/openwealth.mt940")).status).toBe(404);
  });

  test("is left to the person account by account, and no more than that can be read", async () => {
    const { page, id, tokenFor } = await byOAuth({ accounts: [], balances: [], transactions: [] });
    const review = await page.signIn("sms@picks", privatePassword, cardFor("sms"));
    const [, custodyAccount] = /value="([\w-]{22})"><span>[^<]*204\.118-6\.501/.exec(review.text) ?? [];
    await page.give(["account", custodyAccount ?? ""]);
    const code = await custodian.codeFor("sms@picks", { chosenScaMethod: { authenticationMethodId: "sms" } });
    const token = await tokenFor(await page.answer(code));
    const read = async (path: string) => (await custodian.custody(null, path, { token })).body as Body[];
    const [customer] = await read("customers");
    expect((await read(`customers/${customer.id}/accounts`)).map(({ id: one }) => one)).toEqual([
      custodyAccount,
    ]);
    const held = await read(`customers/${customer.id}/positions?date=2024-06-28`);
    expect(new Set(held.map(({ account }) => account.id))).toEqual(new Set([custodyAccount]));
    const [bought] = await read(`customers/${customer.id}/transactions?date=2024-06-01&dateTo=2024-06-28`);
    expect(bought.movementList.every(({ account }: Body) => account.id === custodyAccount)).toBe(true);
    expect(bought.postingAmountList).toBeUndefined();
    expect(await statusOf(id)).toBe("valid");
  });
});

const redirectUri = "https://tpp.example/oauth";

async function byOAuth(access: object = { allPsd2: "allAccounts" }) {
  const headers = { "tpp-redirect-preferred": "true", "tpp-redirect-uri": redirectUri };
  const consent = await custodian.askConsent(null, { headers }, { access });
  const metadata = (await custodian.call("GET", consent.body._links.scaOAuth.href)).body;
  const verifier = randomBytes(32).toString("base64url");
  const address = new URL(metadata.authorization_endpoint);
  address.search = new URLSearchParams({
    response_type: "code",
    client_id: "PSDCH-EXAMPLE-1",
    redirect_uri: redirectUri,
    scope: `AIS:${consent.body.consentId}`,
    state: "s-1",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  }).toString();
  const sent = await visitor(address.href).open();
  const tokenFor = async ({ location }: { location: URL | null }): Promise<string> => {
    const answer = await fetch(metadata.token_endpoint, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        code: location?.searchParams.get("code") ?? "",
        redirect_uri: redirectUri,
        client_id: "PSDCH-EXAMPLE-1",
        code_verifier: verifier,
      }),
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  };
  return {
    consent,
    id: consent.body.consentId as string,
    page: visitor(sent.location?.href ?? ""),
    tokenFor,
  };
}

describe("by OAuth", () => {
  test("the page asks for contract, password and card, and a token alone opens what was given", async () => {
    const { consent, id, page, tokenFor } = await byOAuth();
    expect(consent.body._links.scaRedirect).toBeUndefined();
    expect((await page.open()).text).toContain("Number of the access card");
    expect((await page.signIn("exempt@oauth", privatePassword, "000000000000")).text).toContain(
      "is not right",
    );
    await page.signIn("exempt@oauth", privatePassword, cardFor("exempt"));
    const token = await tokenFor(await page.give());
    const read = (with_: object) => custodian.custody(null, "customers", with_);
    expect((await read({ token })).body).toHaveLength(1);
    expect((await read({})).body.type).toBe("/problems/INVALID_TOKEN");
    expect((await read({ token: "guess" })).body.type).toBe("/problems/INVALID_TOKEN");
    const other = await custodian.link("sms@othertoken");
    expect((await custodian.custody(id, "customers")).status).toBe(401);
    expect((await custodian.custody(other, "customers", { token })).status).toBe(200);
    await custodian.control("/clock", { passMs: 601_000 });
    expect((await read({ token })).body.type).toBe("/problems/EXPIRED_TOKEN");
  });

  test("is how a person comes whose key works on the bank's page only", async () => {
    const asked = { headers: { "tpp-redirect-uri": redirectUri } };
    const consent = await custodian.askConsent("key@oauth", asked);
    expect(consent.headers.get("aspsp-sca-approach")).toBe("REDIRECT");
    expect(consent.body._links.scaOAuth).toBeDefined();
  });

  test("a refusal comes back as one", async () => {
    const { page, id } = await byOAuth();
    expect((await page.decline()).location?.searchParams.get("error")).toBe("access_denied");
    expect(await statusOf(id)).toBe("rejected");
  });
});

describe("access that was given", () => {
  test("ends when the person withdraws it in e-banking, and reading says so", async () => {
    const id = await custodian.link("sms@withdraws");
    const fields = {
      userName: "sms@withdraws",
      password: privatePassword,
      card: cardFor("sms"),
      consent: id,
    };
    const shown = await fetch(`${custodian.sandbox.privatePage}/access`, {
      method: "POST",
      body: new URLSearchParams(fields),
    });
    expect(await shown.text()).toContain("revokedByPsu");
    const read = await custodian.custody(id, "customers");
    expect([read.status, read.body.type]).toEqual([401, "/problems/INVALID_TOKEN"]);
    expect(await statusOf(id)).toBe("revokedByPsu");
  });

  test("ends by the caller, by time, and by what a test asks for", async () => {
    const deleted = await custodian.link("chip@deleted");
    await custodian.call("DELETE", `/openwealth/v1/consents/${deleted}`);
    expect(await statusOf(deleted)).toBe("terminatedByTpp");
    const revoked = await custodian.link("chip@revoked");
    expect(await custodian.control("/revoke", { userName: "chip@revoked" })).toEqual({ revoked: [revoked] });
    expect((await custodian.custody(revoked, "customers")).status).toBe(401);
    const withdrawn = await custodian.link("chip.revoked@later");
    expect((await custodian.custody(withdrawn, "customers")).status).toBe(200);
    await custodian.control("/clock", { passMs: 61_000 });
    expect((await custodian.custody(withdrawn, "customers")).status).toBe(401);
  });

  test("is of no use at the other bank, nor is that bank's here", async () => {
    const id = await custodian.link("sms@here");
    const there = await fetch(`${custodian.sandbox.retailApi}/psd2/v1/accounts`, {
      headers: { "consent-id": id, "x-request-id": crypto.randomUUID(), "psu-ip-address": "203.0.113.7" },
    });
    expect(there.status).toBe(403);
    expect((await custodian.call("GET", "/psd2/v1/accounts", { consentId: id })).status).toBe(404);
    expect((await custodian.call("GET", "/openwealth/v1/accounts", { consentId: id })).status).toBe(404);
  });
});

test("one person's phone holds both banks' tokens, and each shows its own code", async () => {
  const contract = "chip@both";
  const { started } = await startedBy(contract);
  await fetch(`${custodian.sandbox.retailApi}/psd2/v1/consents`, {
    method: "POST",
    headers: { "psu-id": contract, "x-request-id": crypto.randomUUID(), "psu-ip-address": "203.0.113.7" },
    body: "{}",
  });
  const [start] = started.body.challengeData.data;
  const path = `${custodian.sandbox.phone}/api/phones/${encodeURIComponent(contract)}/token?start=${start}`;
  const codeOf = async (from: string) =>
    ((await (await fetch(`${path}&from=${encodeURIComponent(from)}`)).json()) as { code: string }).code;
  const [here, there] = [await codeOf("Seewaldt & Cie"), await codeOf("Banco Ardelva")];
  expect(here).not.toBe(there);
  const answer = (code: string) =>
    custodian.call("PUT", started.body._links.authoriseTransaction.href, {
      body: { scaAuthenticationData: code },
    });
  expect((await answer(there)).status).toBe(401);
  expect((await answer(here)).body.scaStatus).toBe("finalised");
});

describe("the bank's own page", () => {
  test("says who banks here, with which password and card, and which words it knows", async () => {
    const text = await (await fetch(custodian.sandbox.privatePage)).text();
    expect(text).toContain(privatePassword);
    expect(text).toContain(cardFor("chip"));
    expect(text).toContain("<code>looping</code>");
    expect(text).not.toContain("<code>mt940</code>");
    const other = await (await fetch(custodian.sandbox.retailPage)).text();
    expect(other).toContain("<code>mt940</code>");
    expect(other).not.toContain("<code>looping</code>");
    expect(other).not.toContain("access card");
  });
});

describe("the bank's log", () => {
  interface Log {
    readonly calls: readonly {
      number: number;
      method: string;
      path: string;
      consentId: string | null;
      psuPresent: boolean;
    }[];
    readonly counts: readonly { method: string; path: string }[];
  }
  const log = async (after = 0): Promise<Log> =>
    (await fetch(`${custodian.sandbox.phone}/banks/private/log?after=${after}`)).json() as Promise<Log>;

  test("names the consent of every read, also where a token alone named it", async () => {
    const { id, page, tokenFor } = await byOAuth();
    await page.signIn("exempt@logged", privatePassword, cardFor("exempt"));
    const token = await tokenFor(await page.give());
    const before = (await log()).calls.at(-1)?.number ?? 0;
    await custodian.custody(null, "customers", { token, present: false });
    const { calls, counts } = await log(before);
    expect(calls).toMatchObject([
      { method: "GET", path: "/openwealth/v3/customers", consentId: id, psuPresent: false },
    ]);
    const [customer] = (await custodian.custody(null, "customers", { token })).body as Body[];
    await custodian.custody(null, `customers/${customer.id}/positions/p1?date=2024-01-31`, { token });
    expect((await log()).counts.map(({ method, path }) => `${method} ${path}`)).toContain(
      "GET /openwealth/v3/customers/…/positions/…",
    );
    expect(JSON.stringify({ calls, counts })).not.toContain(token);
  });

  test("holds nothing of what the other bank was asked", async () => {
    const before = (await log()).calls.length;
    await fetch(`${custodian.sandbox.retailApi}/psd2/v1/accounts`);
    expect((await log()).calls).toHaveLength(before);
  });
});
