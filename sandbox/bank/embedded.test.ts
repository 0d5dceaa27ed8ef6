import { CompactEncrypt, importJWK } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { demoPassword } from "./family/people.ts";
import { type Body, startTpp } from "./tpp-for-test.ts";

let tpp: Awaited<ReturnType<typeof startTpp>>;
beforeAll(async () => {
  tpp = await startTpp();
});
afterAll(() => tpp.close());

const statusOf = async (consentId: string): Promise<string> =>
  (await tpp.call("GET", `/psd2/v1/consents/${consentId}/status`)).body.consentStatus;

async function startedBy(person: string) {
  const consent = await tpp.askConsent(person);
  const started = await tpp.startWithPassword(consent, person);
  return { consentId: consent.body.consentId as string, started };
}

const answer = (started: { body: Body }, code: string) =>
  tpp.call("PUT", started.body._links.authoriseTransaction.href, { body: { scaAuthenticationData: code } });

describe("a person with one method that is typed", () => {
  test.each([
    ["sms", "SMS_OTP", 6, "integer"],
    ["call", "CALL_OTP", 6, "integer"],
    ["mail", "SMTP_OTP", 8, "characters"],
    ["totp", "TOTP", 6, "integer"],
    ["chip", "CHIP_OTP", 8, "integer"],
    ["phototan", "PHOTO_OTP", 7, "integer"],
    ["qrcode", "PHOTO_OTP", 6, "integer"],
  ])(
    "by %s is asked at once, and the code on the phone opens the accounts",
    async (person, type, length, format) => {
      const { consentId, started } = await startedBy(`${person}@one`);
      expect(started.status).toBe(201);
      expect(started.headers.get("aspsp-sca-approach")).toBe("EMBEDDED");
      expect(started.body).toMatchObject({
        scaStatus: "started",
        chosenScaMethod: { authenticationType: type },
        challengeData: { otpMaxLength: length, otpFormat: format, additionalInformation: expect.any(String) },
      });
      expect(started.body.scaMethods).toBeUndefined();
      const code = await tpp.codeFor(`${person}@one`, started.body);
      expect(code).toHaveLength(length);
      expect(started.text).not.toContain(code);

      const done = await answer(started, code);
      expect(done.body.scaStatus).toBe("finalised");
      expect(await statusOf(consentId)).toBe("valid");
      expect((await tpp.accounts(consentId)).length).toBeGreaterThan(0);
    },
  );

  test("gets another code each time, and an earlier one opens nothing", async () => {
    const { started } = await startedBy("sms@again");
    const first = await tpp.codeFor("sms@again", started.body);
    const again = await tpp.call("PUT", started.body._links.scaStatus.href, {
      body: { authenticationMethodId: "sms" },
    });
    expect(again.body.scaStatus).toBe("started");
    const second = await tpp.codeFor("sms@again", again.body);
    if (second !== first) {
      expect((await answer(started, first)).status).toBe(401);
    }
    expect((await answer(started, second)).body.scaStatus).toBe("finalised");
  });

  test("may use a code of the authenticator once", async () => {
    const { started } = await startedBy("totp@once");
    const code = await tpp.codeFor("totp@once", started.body);
    expect((await answer(started, code)).status).toBe(200);
    const next = await startedBy("totp@once");
    expect((await answer(next.started, code)).status).toBe(401);
  });

  test("is shown pictures that are linked where the bank links them", async () => {
    const { started } = await startedBy("qrcode.image-link");
    expect(started.body.challengeData.image).toBeUndefined();
    const picture = await fetch(started.body.challengeData.imageLink);
    const image = Buffer.from(await picture.arrayBuffer()).toString("base64");
    const code = await tpp.codeFor("qrcode.image-link", { ...started.body, challengeData: { image } });
    expect((await answer(started, code)).body.scaStatus).toBe("finalised");
  });
});

describe("a person with several methods", () => {
  test("chooses, sees where it goes to masked, and may change", async () => {
    const { started } = await startedBy("many@choose");
    expect(started.body.scaStatus).toBe("psuAuthenticated");
    const names = started.body.scaMethods.map(({ name }: Body) => name);
    expect(names).toEqual(
      expect.arrayContaining(["Text message to ••• 555", "Photo code", "Approval in the app"]),
    );
    const select = started.body._links.selectAuthenticationMethod.href;
    const sms = await tpp.call("PUT", select, { body: { authenticationMethodId: "sms" } });
    const code = await tpp.codeFor("many@choose", sms.body);
    const mail = await tpp.call("PUT", select, { body: { authenticationMethodId: "mail" } });
    expect((await answer(mail, code)).status).toBe(401);
    const right = await tpp.codeFor("many@choose", mail.body);
    expect((await answer(mail, right)).body.scaStatus).toBe("finalised");
  });

  test("cannot choose what is not offered", async () => {
    const { started } = await startedBy("many@unknown");
    const refused = await tpp.call("PUT", started.body._links.selectAuthenticationMethod.href, {
      body: { authenticationMethodId: "pigeon" },
    });
    expect([refused.status, refused.body.tppMessages[0].code]).toEqual([400, "SCA_METHOD_UNKNOWN"]);
  });

  test("who chooses the app goes on decoupled, in the middle of an embedded dialog", async () => {
    const { started } = await startedBy("many@app");
    const chosen = await tpp.call("PUT", started.body._links.selectAuthenticationMethod.href, {
      body: { authenticationMethodId: "push" },
    });
    expect(chosen.headers.get("aspsp-sca-approach")).toBe("DECOUPLED");
    expect(chosen.body._links.authoriseTransaction).toBeUndefined();
    expect(chosen.body.psuMessage).toContain("app");
  });
});

describe("a wrong code", () => {
  test("may be corrected twice, and the third ends the authorisation and not the consent", async () => {
    const { consentId, started } = await startedBy("mail@wrong");
    for (const status of [401, 401]) {
      const wrong = await answer(started, "00000000");
      expect([wrong.status, wrong.body.tppMessages[0].code]).toEqual([status, "PSU_CREDENTIALS_INVALID"]);
    }
    const last = await answer(started, "00000000");
    expect([last.status, last.body.tppMessages[0].code]).toEqual([400, "SCA_INVALID"]);
    const code = await tpp.codeFor("mail@wrong", started.body);
    expect((await answer(started, code)).status).toBe(409);
    expect((await tpp.call("GET", started.body._links.scaStatus.href)).body.scaStatus).toBe("failed");
    expect(await statusOf(consentId)).toBe("received");
  });

  test("is told from one that comes too late", async () => {
    const { started } = await startedBy("sms.timeout@late");
    const code = await tpp.codeFor("sms.timeout@late", started.body);
    await tpp.control("/clock", { passMs: 6_000 });
    const late = await answer(started, code);
    expect([late.status, late.body.tppMessages[0].code]).toEqual([400, "RESOURCE_EXPIRED"]);
  });
});

describe("a password", () => {
  test("that is wrong three times blocks the access", async () => {
    const consent = await tpp.askConsent("sms@blocks");
    for (let attempt = 0; attempt < 3; attempt++) {
      const wrong = await tpp.startWithPassword(consent, "sms@blocks", "not it");
      expect([wrong.status, wrong.body.tppMessages[0].code]).toEqual([401, "PSU_CREDENTIALS_INVALID"]);
    }
    const blocked = await tpp.startWithPassword(consent, "sms@blocks");
    expect([blocked.status, blocked.body.tppMessages[0].code]).toEqual([403, "SERVICE_BLOCKED"]);
    expect((await tpp.phone("sms@blocks")).messages).toEqual([]);
  });

  test("can be asked for after the authorisation has begun", async () => {
    const consent = await tpp.askConsent("sms.password-later");
    const begun = await tpp.call("POST", consent.body._links.startAuthorisation.href, { body: {} });
    expect(begun.body.scaStatus).toBe("psuIdentified");
    const started = await tpp.call("PUT", begun.body._links.updatePsuAuthentication.href, {
      body: { psuData: { password: demoPassword } },
    });
    expect(started.body.scaStatus).toBe("started");
  });

  test("is taken encrypted to the bank's key where the bank asks for that", async () => {
    const consent = await tpp.askConsent("exempt.encrypted");
    const { startAuthorisationWithEncryptedPsuAuthentication: start, aspspCertificates } =
      consent.body._links;
    const { keys } = (await tpp.call("GET", aspspCertificates.href)).body;
    const encrypt = async (password: string) =>
      new CompactEncrypt(new TextEncoder().encode(password))
        .setProtectedHeader({ alg: "RSA-OAEP-256", enc: "A256GCM" })
        .encrypt(await importJWK(keys[0]));
    const given = (psuData: object) =>
      tpp.call("POST", start.href, { psuId: "exempt.encrypted", body: { psuData } });
    expect((await given({ password: demoPassword })).body.tppMessages[0].code).toBe(
      "PARAMETER_NOT_SUPPORTED",
    );
    expect((await given({ encryptedPassword: "x.y" })).body.tppMessages[0].code).toBe("FORMAT_ERROR");
    expect((await given({ encryptedPassword: await encrypt("not it") })).status).toBe(401);
    expect((await given({ encryptedPassword: await encrypt(demoPassword) })).body.scaStatus).toBe("exempted");
  });
});

test("a person of whom nothing is asked is exempted", async () => {
  const { consentId, started } = await startedBy("exempt@once");
  expect(started.body.scaStatus).toBe("exempted");
  expect(await statusOf(consentId)).toBe("valid");
});

test("a person can become known with the authorisation only", async () => {
  const consent = await tpp.askConsent(null);
  const started = await tpp.startWithPassword(consent, "sms@later");
  expect(started.body.scaStatus).toBe("started");
  const unknown = await tpp.startWithPassword(await tpp.askConsent(null), "nobody.at.all");
  expect([unknown.status, unknown.body.tppMessages[0].code]).toEqual([401, "PSU_CREDENTIALS_INVALID"]);
});
