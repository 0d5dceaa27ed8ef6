import { createHash, randomBytes } from "node:crypto";

import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { startForTest, type TestSandbox } from "../start-for-test.ts";

let sandbox: TestSandbox;
let discovery: Record<string, string>;
beforeAll(async () => {
  sandbox = await startForTest();
  const answer = await fetch(`${sandbox.issuer}/.well-known/openid-configuration`);
  discovery = (await answer.json()) as Record<string, string>;
});
afterAll(() => sandbox.close());

const redirectUri = "http://localhost:3000/api/auth/callback/staff";
const verifier = randomBytes(32).toString("base64url");
const nonce = "a-nonce";

const authorizeParameters = (changes: Record<string, string> = {}) =>
  new URLSearchParams({
    client_id: sandbox.config.oidc.clientId,
    response_type: "code",
    scope: "openid profile email",
    redirect_uri: redirectUri,
    state: "a-state",
    nonce,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...changes,
  });

async function choose(subject: string, changes: Record<string, string> = {}): Promise<URL> {
  const body = authorizeParameters({ ...changes, subject });
  const answer = await fetch(`${sandbox.phone}/idp/authorize`, { method: "POST", body, redirect: "manual" });
  expect(answer.status).toBe(303);
  return new URL(answer.headers.get("location") ?? "");
}

const freshCode = async (subject = "st-1") => (await choose(subject)).searchParams.get("code") ?? "";

async function redeem(code: string, changes: Record<string, string> = {}, authorization?: string) {
  const { clientId, clientSecret } = sandbox.config.oidc;
  const secret: Record<string, string> =
    authorization === undefined ? { client_id: clientId, client_secret: clientSecret } : {};
  const grant = {
    grant_type: "authorization_code",
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  };
  const answer = await fetch(discovery.token_endpoint ?? "", {
    method: "POST",
    body: new URLSearchParams({ ...grant, ...secret, ...changes }),
    headers: authorization === undefined ? {} : { authorization },
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

function verify(idToken: string) {
  const keys = createRemoteJWKSet(new URL(discovery.jwks_uri ?? ""));
  return jwtVerify(idToken, keys, {
    issuer: sandbox.issuer,
    audience: sandbox.config.oidc.clientId,
    algorithms: ["RS256"],
  });
}

describe("signing in", () => {
  test("is described where a client looks for it", () => {
    expect(discovery).toMatchObject({
      issuer: sandbox.issuer,
      authorization_endpoint: `${sandbox.phone}/idp/authorize`,
      code_challenge_methods_supported: ["S256"],
      id_token_signing_alg_values_supported: ["RS256"],
    });
  });

  test("offers everyone by name, escaped, and a way out", async () => {
    const answer = await fetch(`${discovery.authorization_endpoint}?${authorizeParameters()}`);
    const page = await answer.text();
    expect(page).toContain("Continue as Inés Peñalver");
    expect(page).toContain("Continue as Luc &lt;b&gt;Martin&lt;/b&gt;");
    expect(page).toContain("North &amp; Co");
    expect(page).toContain(">Cancel<");
    expect(answer.headers.get("content-security-policy")).toContain(
      "form-action 'self' http://localhost:3000;",
    );
  });

  test("gives the person's claims for a code and its verifier", async () => {
    const back = await choose("st-1");
    expect(`${back.origin}${back.pathname}`).toBe(redirectUri);
    expect(back.searchParams.get("state")).toBe("a-state");
    expect(back.searchParams.get("iss")).toBe(sandbox.issuer);

    const { body } = await redeem(back.searchParams.get("code") ?? "");
    const { payload } = await verify(body.id_token ?? "");
    const claims = { sub: "st-1", name: "Inés Peñalver", email: "ines@north.example", email_verified: true };
    expect(payload).toMatchObject({ ...claims, nonce, auth_time: expect.any(Number) });

    const headers = { authorization: `Bearer ${body.access_token}` };
    expect(await (await fetch(discovery.userinfo_endpoint ?? "", { headers })).json()).toEqual(claims);
  });

  test("takes the client's secret in the header too, form-encoded as the standard says", async () => {
    const { clientId, clientSecret } = sandbox.config.oidc;
    const encode = (text: string) => new URLSearchParams({ text }).toString().slice("text=".length);
    const basic = (secret: string) =>
      `Basic ${Buffer.from(`${encode(clientId)}:${encode(secret)}`).toString("base64")}`;
    expect((await redeem(await freshCode(), {}, basic(clientSecret))).status).toBe(200);
    expect(await redeem(await freshCode(), {}, basic("wrong"))).toMatchObject({
      status: 401,
      body: { error: "invalid_client" },
    });
  });

  test("that is cancelled goes back as access_denied", async () => {
    const back = await choose("");
    expect(back.searchParams.get("error")).toBe("access_denied");
    expect(back.searchParams.get("state")).toBe("a-state");
    expect(back.searchParams.has("code")).toBe(false);
  });
});

describe("a code is refused", () => {
  test("with a wrong verifier, and is spent by the attempt", async () => {
    const code = await freshCode();
    expect(await redeem(code, { code_verifier: "x".repeat(43) })).toMatchObject({
      status: 400,
      body: { error: "invalid_grant" },
    });
    expect(await redeem(code)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  });

  test("the second time, also when both come at once", async () => {
    const code = await freshCode();
    const answers = await Promise.all([redeem(code), redeem(code), redeem(code)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
  });

  test("with another redirect address than it was asked with", async () => {
    expect(await redeem(await freshCode(), { redirect_uri: `${redirectUri}/` })).toMatchObject({
      body: { error: "invalid_grant" },
    });
  });

  test("after a minute", async () => {
    const code = await freshCode();
    sandbox.passMs(60_001);
    expect(await redeem(code)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  });

  test("from a client without the right secret", async () => {
    expect((await redeem(await freshCode(), { client_secret: "wrong" })).status).toBe(401);
  });
});

describe("a sign-in request", () => {
  test.each([
    ["another redirect address", { redirect_uri: "http://localhost:3000/api/auth/callback/staff?x=1" }],
    ["a redirect address elsewhere", { redirect_uri: "https://evil.example/" }],
    ["an unknown client", { client_id: "someone" }],
  ])("with %s is answered on the page and redirects nowhere", async (_case, changes) => {
    const url = `${discovery.authorization_endpoint}?${authorizeParameters(changes)}`;
    const answer = await fetch(url, { redirect: "manual" });
    expect(answer.status).toBe(400);
    expect(answer.headers.get("location")).toBeNull();
    const body = authorizeParameters({ ...changes, subject: "st-1" });
    expect(
      (await fetch(`${sandbox.phone}/idp/authorize`, { method: "POST", body, redirect: "manual" })).status,
    ).toBe(400);
  });

  test.each([
    ["plain PKCE", { code_challenge_method: "plain" }, "invalid_request"],
    ["no challenge", { code_challenge: "" }, "invalid_request"],
    ["no state", { state: "" }, "invalid_request"],
    ["no nonce", { nonce: "" }, "invalid_request"],
    ["the implicit flow", { response_type: "id_token" }, "unsupported_response_type"],
    ["no openid scope", { scope: "profile" }, "invalid_scope"],
    ["prompt=none", { prompt: "none" }, "login_required"],
  ])("with %s is refused to the client", async (_case, changes, error) => {
    expect((await choose("st-1", changes)).searchParams.get("error")).toBe(error);
  });

  test("with a parameter twice is refused", async () => {
    const url = `${discovery.authorization_endpoint}?${authorizeParameters()}&redirect_uri=${encodeURIComponent(redirectUri)}`;
    expect((await fetch(url, { redirect: "manual" })).status).toBe(400);
  });
});

test("userinfo wants an access token that was given and is alive", async () => {
  const { body } = await redeem(await freshCode());
  const ask = (authorization: string) =>
    fetch(discovery.userinfo_endpoint ?? "", { headers: { authorization } }).then(({ status }) => status);
  expect(await ask("Bearer none")).toBe(401);
  expect(await ask(`Bearer ${body.access_token}`)).toBe(200);
  sandbox.passMs(300_001);
  expect(await ask(`Bearer ${body.access_token}`)).toBe(401);
});

describe("a planted fault", () => {
  async function plant(next: unknown): Promise<number> {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${sandbox.phone}/idp/fault`, {
      method: "POST",
      headers,
      body: JSON.stringify({ subject: "st-1", next }),
    });
    return answer.status;
  }
  const idToken = async (subject?: string) => (await redeem(await freshCode(subject))).body.id_token ?? "";

  test.each([
    ["algNone", "ERR_JOSE_ALG_NOT_ALLOWED"],
    ["wrongAudience", "ERR_JWT_CLAIM_VALIDATION_FAILED"],
    ["wrongIssuer", "ERR_JWT_CLAIM_VALIDATION_FAILED"],
    ["badSignature", "ERR_JWS_SIGNATURE_VERIFICATION_FAILED"],
    ["hs256PublicKey", "ERR_JOSE_ALG_NOT_ALLOWED"],
  ])("%s spoils one token and no second", async (fault, code) => {
    expect(await plant(fault)).toBe(200);
    await expect(verify(await idToken())).rejects.toMatchObject({ code });
    await expect(verify(await idToken())).resolves.toBeDefined();
  });

  test("spoils what is said of one person and of no other", async () => {
    await plant("algNone");
    await expect(verify(await idToken("st-2"))).resolves.toBeDefined();
    await expect(verify(await idToken())).rejects.toMatchObject({ code: "ERR_JOSE_ALG_NOT_ALLOWED" });
  });

  test("algNone and hs256PublicKey say so in their header", async () => {
    await plant("algNone");
    expect(decodeProtectedHeader(await idToken()).alg).toBe("none");
    await plant("hs256PublicKey");
    expect(decodeProtectedHeader(await idToken()).alg).toBe("HS256");
  });

  test("expired is signed well and over", async () => {
    await plant("expired");
    const token = await idToken();
    // The sandbox's clock may be ahead of this one, so the claims are compared with each other.
    const { iat = 0, exp = 0, auth_time } = decodeJwt(token);
    expect(exp).toBeLessThan(Number(auth_time));
    expect(exp).toBeGreaterThan(iat);
    const keys = createRemoteJWKSet(new URL(discovery.jwks_uri ?? ""));
    const later = new Date((Number(auth_time) + 1) * 1000);
    await expect(jwtVerify(token, keys, { currentDate: later })).rejects.toMatchObject({
      code: "ERR_JWT_EXPIRED",
    });
  });

  test("wrongNonce is right in everything but the nonce", async () => {
    await plant("wrongNonce");
    const { payload } = await verify(await idToken());
    expect(payload.nonce).not.toBe(nonce);
  });

  test("can be taken back, and an unknown one is refused", async () => {
    await plant("algNone");
    expect(await plant(null)).toBe(200);
    await expect(verify(await idToken())).resolves.toBeDefined();
    expect(await plant("somethingElse")).toBe(400);
  });
});
