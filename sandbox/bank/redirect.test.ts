import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { softPasskey } from "#scripts/testing/soft-passkey.ts";

import { demoPassword } from "./family/people.ts";
import { startTpp } from "./tpp-for-test.ts";
import { visitor } from "./visitor-for-test.ts";

let tpp: Awaited<ReturnType<typeof startTpp>>;
beforeAll(async () => {
  tpp = await startTpp();
});
afterAll(() => tpp.close());

const back = "https://tpp.example/back?flow=7";
const refusedBack = "https://tpp.example/refused";
const toPage = {
  headers: {
    "tpp-redirect-preferred": "true",
    "tpp-redirect-uri": back,
    "tpp-nok-redirect-uri": refusedBack,
  },
};

async function sent(psuId: string | null, more: object = {}) {
  const consent = await tpp.askConsent(psuId, toPage, more);
  const status = async () => (await tpp.call("GET", consent.body._links.status.href)).body.consentStatus;
  return {
    consent,
    id: consent.body.consentId as string,
    status,
    page: visitor(consent.body._links.scaRedirect.href),
  };
}

const smsCode = async (of: string) => tpp.codeFor(of, { chosenScaMethod: { authenticationMethodId: "sms" } });

describe("the bank's page", () => {
  test("asks for user and password, says what is wanted, confirms, and leads back", async () => {
    const { consent, page, status } = await sent(null);
    expect(consent.headers.get("aspsp-sca-approach")).toBe("REDIRECT");
    expect((await page.open()).text).toContain("Sign in to give access");
    const review = await page.signIn("sms@page");
    expect(review.text).toContain("tpp.example");
    expect(review.text).toContain("Give access until 2099-12-31");
    expect(review.text).toContain("ES1299970001250000000001");
    expect(review.policy).toContain("form-action 'self' https://tpp.example;");
    const asked = await page.give();
    expect(asked.text).toContain("Text message to ••• 555");
    const gone = await page.answer(await smsCode("sms@page"));
    expect(gone.status).toBe(303);
    expect(gone.location?.href).toBe(back);
    expect(await status()).toBe("valid");
    expect((await tpp.call("GET", consent.body._links.scaStatus.href)).body.scaStatus).toBe("finalised");
    expect((await page.open()).status).toBe(410);
  });

  test("lets the person decline, before signing in too", async () => {
    for (const signsIn of [true, false]) {
      const { page, status } = await sent(null);
      if (signsIn) await page.signIn("sms@declines");
      expect((await page.decline()).location?.href).toBe(refusedBack);
      expect(await status()).toBe("rejected");
    }
  });

  test("says that a password is wrong, and blocks after three", async () => {
    const { page } = await sent(null);
    for (const _ of [1, 2, 3]) expect((await page.signIn("sms@pw", "no")).text).toContain("is not right");
    expect((await page.signIn("sms@pw")).text).toContain("blocked");
  });

  test("is for nobody but whom the caller named", async () => {
    const { page } = await sent("sms@named");
    expect((await page.signIn("mail@named")).text).toContain("is not right");
    expect((await page.signIn("sms@named")).text).toContain("Give access until");
  });

  test("counts wrong codes, and leads back refused after the third", async () => {
    const { page, status } = await sent(null);
    await page.signIn("sms@codes");
    await page.give();
    expect((await page.answer("x")).text).toContain("2 attempts are left");
    await page.answer("x");
    expect((await page.answer("x")).location?.href).toBe(refusedBack);
    expect(await status()).toBe("received");
  });

  test("shows a picture, waits for the app, and asks nothing more of who is exempted", async () => {
    const picture = await sent(null);
    await picture.page.signIn("phototan@page");
    expect((await picture.page.give()).text).toContain(`src="data:image/png;base64,`);

    const app = await sent(null);
    await app.page.signIn("push@page");
    expect((await app.page.give()).text).toContain("We are waiting for your phone");
    const [asked] = (await tpp.phone("push@page")).requests;
    expect(await (await fetch(`${app.page.address}/status`)).json()).toEqual({ waits: true });
    await tpp.act("push@page", `/requests/${asked?.id}`, "approve");
    expect(await (await fetch(`${app.page.address}/status`)).json()).toEqual({ waits: false });
    expect((await app.page.open()).location?.href).toBe(back);

    const exempt = await sent(null);
    await exempt.page.signIn("exempt@page");
    expect((await exempt.page.give()).location?.href).toBe(back);
    expect(await exempt.status()).toBe("valid");
  });

  test("lets the person pick accounts where the caller leaves it to them", async () => {
    const { page, id } = await sent(null, { access: { accounts: [], balances: [], transactions: [] } });
    await page.signIn("sms@picks");
    expect((await page.give()).text).toContain("Choose at least one account");
    await page.give(["account", "acc-3"]);
    await page.answer(await smsCode("sms@picks"));
    expect((await tpp.accounts(id)).map(({ currency }) => currency)).toEqual(["CHF"]);
  });

  test("another way to confirm makes what waits on the phone count no more", async () => {
    const { page, status } = await sent(null);
    await page.signIn("many@other");
    await page.give(["method", "push"]);
    const [asked] = (await tpp.phone("many@other")).requests;
    expect((await page.post(["act", "again"])).text).toContain("How you confirm");
    await tpp.act("many@other", `/requests/${asked?.id}`, "approve");
    expect(await status()).toBe("received");
  });

  test("knows nothing of a ticket that it did not issue", async () => {
    const { page } = await sent(null);
    expect((await visitor(`${page.address}x`).open()).status).toBe(404);
  });
});

describe("a confirmation code", () => {
  test("is handed over by the page, and the caller ends the dialog with it", async () => {
    const { consent, page, status } = await sent("sms.confirm");
    await page.signIn("sms.confirm");
    await page.give();
    const left = await page.answer(await smsCode("sms.confirm"));
    expect((await tpp.call("GET", consent.body._links.scaStatus.href)).body.scaStatus).toBe("unconfirmed");
    expect(await status()).toBe("received");
    const confirmationCode = left.location?.searchParams.get("confirmationCode") ?? "";
    const done = await tpp.call("PUT", consent.body._links.confirmation.href, { body: { confirmationCode } });
    expect(done.body.scaStatus).toBe("finalised");
    expect(await status()).toBe("valid");
  });

  test("that is wrong ends the authorisation", async () => {
    const { consent, page, status } = await sent("sms.confirm@wrong");
    await page.signIn("sms.confirm@wrong");
    await page.give();
    await page.answer(await smsCode("sms.confirm@wrong"));
    const put = (confirmationCode: string) =>
      tpp.call("PUT", consent.body._links.confirmation.href, { body: { confirmationCode } });
    expect((await put("guess")).body.tppMessages[0].code).toBe("SCA_INVALID");
    expect((await put("guess")).status).toBe(409);
    expect(await status()).toBe("received");
  });
});

test("an authorisation that the caller starts itself leads to the same page", async () => {
  const consent = await tpp.askConsent("sms.explicit", toPage);
  expect(consent.body._links.scaRedirect).toBeUndefined();
  const started = await tpp.call("POST", consent.body._links.startAuthorisation.href, { body: {} });
  expect((await visitor(started.body._links.scaRedirect.href).open()).text).toContain("Sign in");
});

test("an address to return to that is no web address is refused", async () => {
  for (const uri of ["javascript:alert(1)", "nowhere", "https://user@tpp.example/"]) {
    const headers = { "tpp-redirect-preferred": "true", "tpp-redirect-uri": uri };
    expect((await tpp.askConsent(null, { headers })).status).toBe(400);
  }
  const without = await tpp.askConsent(null, { headers: { "tpp-redirect-preferred": "true" } });
  expect(without.body.tppMessages[0]).toMatchObject({ code: "FORMAT_ERROR", path: "TPP-Redirect-URI" });
});

describe("a security key", () => {
  const post = async (address: string, body: object) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) });
    return {
      status: answer.status,
      body: (await answer.json()) as { act: string; done: boolean; options: { challenge: string } },
    };
  };

  test("is registered the first time, and confirms by its signature alone", async () => {
    const key = softPasskey();
    const origin = tpp.sandbox.retailPage;
    const { page, status } = await sent("key@one");
    await page.signIn("key@one");
    expect((await page.give(["method", "key"])).text).toContain("Use the security key");

    const first = await post(`${page.address}/key/options`, {});
    expect(first.body.act).toBe("register");
    const registered = key.register({ challenge: first.body.options.challenge, origin });
    expect((await post(`${page.address}/key/answer`, registered)).body).toEqual({ done: false });
    expect(await status()).toBe("received");

    const second = await post(`${page.address}/key/options`, {});
    expect(second.body.act).toBe("sign");
    const { challenge } = second.body.options;
    const forged = softPasskey().sign({ challenge, origin });
    expect((await post(`${page.address}/key/answer`, forged)).status).toBe(400);
    const third = await post(`${page.address}/key/options`, {});
    const elsewhere = key.sign({ challenge: third.body.options.challenge, origin: "http://localhost:1" });
    expect((await post(`${page.address}/key/answer`, elsewhere)).status).toBe(400);
    const last = await post(`${page.address}/key/options`, {});
    const signed = key.sign({ challenge: last.body.options.challenge, origin });
    expect((await post(`${page.address}/key/answer`, signed)).body).toEqual({ done: true });
    expect(await status()).toBe("valid");
    expect((await page.open()).location?.href).toBe(back);
  });

  test("sends its owner to the page whatever the caller prefers", async () => {
    const headers = { "tpp-redirect-preferred": "false", "tpp-redirect-uri": back };
    const consent = await tpp.askConsent("key@two", { headers });
    expect(consent.headers.get("aspsp-sca-approach")).toBe("REDIRECT");
    expect(consent.body._links.scaRedirect).toBeDefined();
  });

  test("is asked for after the password only", async () => {
    const { page } = await sent("key@three");
    expect((await post(`${page.address}/key/options`, {})).status).toBe(400);
  });
});

test("in e-banking the person sees who may read, and ends it", async () => {
  const consentId = await tpp.link("sms@ebanking");
  const ebanking = visitor(`${tpp.sandbox.retailPage}/access`);
  expect((await ebanking.open()).text).toContain("Sign in to e-banking");
  expect((await ebanking.signIn("sms@ebanking", "wrong")).text).toContain("not right");
  expect((await ebanking.signIn("sms@ebanking")).text).toContain("In force");
  const ended = await ebanking.post(
    ["userName", "sms@ebanking"],
    ["password", demoPassword],
    ["consent", consentId],
  );
  expect(ended.text).toContain("revokedByPsu");
  expect((await tpp.read(consentId, "accounts")).body.tppMessages[0].code).toBe("CONSENT_INVALID");
});

test("the bank's front page says who banks there and which words cause trouble", async () => {
  const { text } = await visitor(`${tpp.sandbox.retailPage}/`).open();
  for (const part of ["Banco Ardelva", "Demo only", "phototan", "wrong-password"])
    expect(text).toContain(part);
});
