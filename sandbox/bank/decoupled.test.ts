import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { startTpp } from "./tpp-for-test.ts";

let tpp: Awaited<ReturnType<typeof startTpp>>;
beforeAll(async () => {
  tpp = await startTpp();
});
afterAll(() => tpp.close());

async function waiting(person: string) {
  const consent = await tpp.askConsent(person);
  const started = await tpp.startWithPassword(consent, person);
  const look = async () => ({
    sca: (await tpp.call("GET", started.body._links.scaStatus.href)).body,
    consent: (await tpp.call("GET", consent.body._links.status.href)).body.consentStatus,
  });
  return { started, look };
}

describe("an approval on the phone", () => {
  test.each([
    ["push", "a tap"],
    ["fingerprint", "your fingerprint"],
    ["face", "your face"],
  ])("of %s is asked for in the app and given by %s", async (person, unlockedBy) => {
    const { started, look } = await waiting(`${person}@yes`);
    expect(started.headers.get("aspsp-sca-approach")).toBe("DECOUPLED");
    expect(started.body).toMatchObject({ scaStatus: "started", psuMessage: expect.any(String) });
    expect(started.body.challengeData).toBeUndefined();
    expect(await look()).toMatchObject({ sca: { scaStatus: "started" }, consent: "received" });
    const [asked] = (await tpp.phone(`${person}@yes`)).requests;
    expect(asked?.unlockedBy).toBe(unlockedBy);
    await tpp.act(`${person}@yes`, `/requests/${asked?.id}`, "approve");
    expect(await look()).toMatchObject({ sca: { scaStatus: "finalised" }, consent: "valid" });
  });

  test("that is declined rejects the consent", async () => {
    const { look } = await waiting("push@no");
    const [asked] = (await tpp.phone("push@no")).requests;
    await tpp.act("push@no", `/requests/${asked?.id}`, "decline");
    expect(await look()).toMatchObject({ sca: { scaStatus: "failed" }, consent: "rejected" });
  });

  test("that nobody gives runs out, on the phone too", async () => {
    const { look } = await waiting("push.timeout@out");
    await tpp.control("/clock", { passMs: 6_000 });
    expect(await look()).toMatchObject({ sca: { scaStatus: "failed" }, consent: "received" });
    const [asked] = (await tpp.phone("push.timeout@out")).requests;
    expect(asked?.state).toBe("expired");
    await tpp.act("push.timeout@out", `/requests/${asked?.id}`, "approve");
    expect(await look()).toMatchObject({ sca: { scaStatus: "failed" }, consent: "received" });
  });

  test("by a call is given by pressing 1, once the call has been picked up", async () => {
    const { started, look } = await waiting("callback@press");
    expect(started.body.chosenScaMethod.authenticationType).toBe("CALL_CONFIRMATION");
    const { calls, requests } = await tpp.phone("callback@press");
    expect(calls[0]?.spoken).toBeUndefined();
    await tpp.act("callback@press", `/requests/${requests[0]?.id}`, "approve");
    expect((await look()).sca.scaStatus).toBe("started");
    await tpp.act("callback@press", `/calls/${calls[0]?.id}`, "take");
    expect((await tpp.phone("callback@press")).calls[0]?.spoken).toContain("Press 1");
    await tpp.act("callback@press", `/requests/${requests[0]?.id}`, "approve");
    expect(await look()).toMatchObject({ sca: { scaStatus: "finalised" }, consent: "valid" });
  });
});

describe("the decoupled approach", () => {
  test("is taken when the caller prefers it, also for who usually types a code", async () => {
    const consent = await tpp.askConsent("sms@prefers", { headers: { "tpp-decoupled-preferred": "true" } });
    expect(consent.headers.get("aspsp-sca-approach")).toBe("DECOUPLED");
    const started = await tpp.startWithPassword(consent, "sms@prefers");
    expect(started.body._links.authoriseTransaction).toBeUndefined();
    expect((await tpp.phone("sms@prefers")).requests).toHaveLength(1);
  });

  test("may take over from a typed method midway", async () => {
    const { started, look } = await waiting("sms.switches");
    expect(started.headers.get("aspsp-sca-approach")).toBe("DECOUPLED");
    expect(started.body.chosenScaMethod.authenticationType).toBe("PUSH_OTP");
    const [asked] = (await tpp.phone("sms.switches")).requests;
    await tpp.act("sms.switches", `/requests/${asked?.id}`, "approve");
    expect(await look()).toMatchObject({ sca: { scaStatus: "finalised" }, consent: "valid" });
  });

  test("asks again when the method is chosen again, and what was asked before counts no more", async () => {
    const { started, look } = await waiting("push@twice");
    const [first] = (await tpp.phone("push@twice")).requests;
    await tpp.call("PUT", started.body._links.scaStatus.href, { body: { authenticationMethodId: "push" } });
    const states = (await tpp.phone("push@twice")).requests.map(({ state }) => state);
    expect(states).toEqual(["waiting", "withdrawn"]);
    await tpp.act("push@twice", `/requests/${first?.id}`, "decline");
    expect((await look()).sca.scaStatus).toBe("started");
  });
});
