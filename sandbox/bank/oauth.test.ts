import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Body, startTpp } from "./tpp-for-test.ts";
import { visitor } from "./visitor-for-test.ts";

let tpp: Awaited<ReturnType<typeof startTpp>>;
beforeAll(async () => {
  tpp = await startTpp();
});
afterAll(() => tpp.close());

const redirectUri = "https://tpp.example/oauth";
const clientId = "PSDES-EXAMPLE-1";

async function begun(words = "oauth") {
  const asked = { headers: { "tpp-redirect-uri": redirectUri } };
  const consent = await tpp.askConsent(null, asked, {}, `/psd2.${words}`);
  const metadata = (await tpp.call("GET", consent.body._links.scaOAuth.href)).body;
  const verifier = randomBytes(32).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const address = (change: Record<string, string> = {}) => {
    const url = new URL(metadata.authorization_endpoint);
    const usual = {
      response_type: "code",
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: `AIS:${consent.body.consentId}`,
      state: "s-1",
      code_challenge: challenge,
      code_challenge_method: "S256",
    };
    url.search = new URLSearchParams({ ...usual, ...change }).toString();
    return url.href;
  };
  return { consent, id: consent.body.consentId as string, metadata, verifier, address };
}

/** Through the page as `exempt`, for whom a password is enough. */
async function allowed(begun_: { address: () => string }) {
  const sent = await visitor(begun_.address()).open();
  const page = visitor(sent.location?.href ?? "");
  await page.signIn("exempt@oauth");
  return (await page.give()).location?.searchParams ?? new URLSearchParams();
}

async function token(metadata: Body, form: Record<string, string>) {
  const answer = await fetch(metadata.token_endpoint, {
    method: "POST",
    body: new URLSearchParams({ client_id: clientId, ...form }),
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}

describe("OAuth at the bank", () => {
  test("gives a code on the page, tokens for it with the verifier, and data for a token", async () => {
    const flow = await begun();
    expect(flow.metadata.issuer).toBe(tpp.sandbox.retailApi);
    const answer = await allowed(flow);
    expect(answer.get("state")).toBe("s-1");
    expect(answer.get("iss")).toBe(flow.metadata.issuer);
    const code = answer.get("code") ?? "";
    const grant = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
    const tokens = (await token(flow.metadata, { ...grant, code_verifier: flow.verifier })).body;
    expect(tokens).toMatchObject({ token_type: "Bearer", scope: `AIS:${flow.id}` });

    const read = (with_: object) => tpp.read(flow.id, "accounts", with_);
    expect((await read({})).body.tppMessages[0].code).toBe("TOKEN_UNKNOWN");
    expect((await read({ token: tokens.access_token })).status).toBe(200);

    await tpp.control("/clock", { passMs: 601_000 });
    expect((await read({ token: tokens.access_token })).body.tppMessages[0].code).toBe("TOKEN_EXPIRED");
    const renew = { grant_type: "refresh_token", refresh_token: tokens.refresh_token };
    const renewed = (await token(flow.metadata, renew)).body;
    expect((await read({ token: renewed.access_token })).status).toBe(200);
    expect((await token(flow.metadata, renew)).body.error).toBe("invalid_grant");

    const body = new URLSearchParams({ token: renewed.access_token });
    expect((await fetch(flow.metadata.revocation_endpoint, { method: "POST", body })).status).toBe(200);
    expect((await read({ token: renewed.access_token })).body.tppMessages[0].code).toBe("TOKEN_UNKNOWN");
  });

  test("gives nothing for a wrong verifier, and the code is spent by it", async () => {
    const flow = await begun();
    const code = (await allowed(flow)).get("code") ?? "";
    const grant = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
    const wrong = { ...grant, code_verifier: randomBytes(32).toString("base64url") };
    expect((await token(flow.metadata, wrong)).status).toBe(400);
    expect((await token(flow.metadata, { ...grant, code_verifier: flow.verifier })).status).toBe(400);
  });

  test("one consent's token reads no other's data", async () => {
    const [one, two] = [await begun(), await begun()];
    const code = (await allowed(one)).get("code") ?? "";
    const grant = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
    const { access_token } = (await token(one.metadata, { ...grant, code_verifier: one.verifier })).body;
    await allowed(two);
    const read = await tpp.read(two.id, "accounts", { token: access_token });
    expect(read.body.tppMessages[0].code).toBe("TOKEN_INVALID");
  });

  test("a refusal comes back as one", async () => {
    const flow = await begun();
    const sent = await visitor(flow.address()).open();
    const { location } = await visitor(sent.location?.href ?? "").decline();
    expect(location?.searchParams.get("error")).toBe("access_denied");
    expect(location?.searchParams.get("state")).toBe("s-1");
  });

  test.each([
    ["another address to return to", { redirect_uri: "https://thief.example/" }],
    ["a scope that names no consent", { scope: "AIS:nothing" }],
    ["plain PKCE", { code_challenge_method: "plain" }],
    ["no challenge", { code_challenge: "" }],
    ["a token instead of a code", { response_type: "token" }],
  ])("a request with %s leads nowhere", async (_, change) => {
    const flow = await begun();
    const shown = await visitor(flow.address(change)).open();
    expect([shown.status, shown.location]).toEqual([400, null]);
  });

  test("goes with a confirmation code where the bank wants one", async () => {
    const flow = await begun("oauth.confirm");
    const sent = await visitor(flow.address()).open();
    const page = visitor(sent.location?.href ?? "");
    await page.signIn("sms@oauthconfirm");
    await page.give();
    const code = await tpp.codeFor("sms@oauthconfirm", {
      chosenScaMethod: { authenticationMethodId: "sms" },
    });
    const { location } = await page.answer(code);
    const status = async () =>
      (await tpp.call("GET", flow.consent.body._links.status.href)).body.consentStatus;
    expect(await status()).toBe("received");
    const { authorisationIds } = (
      await tpp.call("GET", `/psd2.oauth.confirm/v1/consents/${flow.id}/authorisations`)
    ).body;
    const put = `/psd2.oauth.confirm/v1/consents/${flow.id}/authorisations/${authorisationIds.at(-1)}`;
    const confirmationCode = location?.searchParams.get("confirmationCode") ?? "";
    expect((await tpp.call("PUT", put, { body: { confirmationCode } })).body.scaStatus).toBe("finalised");
    expect(await status()).toBe("valid");
    expect(location?.searchParams.get("code")).toBeTruthy();
  });
});
