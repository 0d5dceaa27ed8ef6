import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { startTpp } from "../bank/tpp-for-test.ts";

let tpp: Awaited<ReturnType<typeof startTpp>>;
beforeAll(async () => {
  tpp = await startTpp();
});
afterAll(() => tpp.close());

const started = async (person: string) => tpp.startWithPassword(await tpp.askConsent(person), person);

async function open(path: string, init: RequestInit = {}) {
  const answer = await fetch(tpp.sandbox.phone + path, { redirect: "manual", ...init });
  return { status: answer.status, text: await answer.text(), location: answer.headers.get("location") };
}

describe("a customer's phone", () => {
  test("appears when its owner first signs in at the bank, and is listed beside the mailboxes", async () => {
    expect((await open("/phones/sms@new")).status).toBe(404);
    await started("sms@new");
    const { text } = await open("/");
    expect(text).toContain(`href="/phones/sms%40new"`);
    expect(text).toContain("Elena Aranda Keller");
  });

  test("shows a text message, and another's phone does not", async () => {
    await started("sms@reads");
    await started("sms@other");
    const [message] = (await tpp.phone("sms@reads")).messages;
    expect((await open("/phones/sms@reads")).text).toContain(message?.text.replaceAll("'", "&#39;"));
    expect((await open("/phones/sms@other")).text).not.toContain(message?.text);
  });

  test("rings, and tells the code to who picks up and to nobody before", async () => {
    await started("call@rings");
    const ringing = await open("/phones/call@rings");
    expect(ringing.text).toContain("Banco Ardelva is calling");
    expect(ringing.text).not.toContain("code is");
    const [call] = (await tpp.phone("call@rings")).calls;
    expect(call?.spoken).toBeUndefined();
    const taken = await open(`/phones/call@rings/calls/${call?.id}`, {
      method: "POST",
      body: new URLSearchParams({ act: "take" }),
    });
    expect([taken.status, taken.location]).toEqual([303, "/phones/call%40rings"]);
    expect((await open("/phones/call@rings")).text).toMatch(/Your code is \d, \d, \d, \d, \d, \d\./);
  });

  test("stops ringing after two minutes, and a missed call tells nothing", async () => {
    await started("call@missed");
    const [call] = (await tpp.phone("call@missed")).calls;
    await tpp.control("/clock", { passMs: 121_000 });
    await tpp.act("call@missed", `/calls/${call?.id}`, "take");
    expect((await open("/phones/call@missed")).text).toContain("Call from Banco Ardelva: missed");
    expect((await tpp.phone("call@missed")).calls[0]?.spoken).toBeUndefined();
  });

  test("approves and declines in the app by plain forms", async () => {
    const dialog = await started("face@app");
    const asking = await open("/phones/face@app");
    expect(asking.text).toContain("Approve with your face");
    expect(asking.text).toContain("Read access for accounts until 2099-12-31");
    const [asked] = (await tpp.phone("face@app")).requests;
    await tpp.act("face@app", `/requests/${asked?.id}`, "decline");
    await tpp.act("face@app", `/requests/${asked?.id}`, "approve");
    expect((await tpp.call("GET", dialog.body._links.scaStatus.href)).body.scaStatus).toBe("failed");
    expect((await open("/phones/face@app")).text).toContain("declined");
  });

  test("shows the authenticator's code with its end, for which the page looks again", async () => {
    await started("totp@shows");
    const { text } = await open("/phones/totp@shows");
    const [held] = (await tpp.phone("totp@shows")).authenticator;
    expect(text).toContain(`<p class="code">${held?.code}</p>`);
    expect(text).toMatch(/data-until="\d{13}"/);
  });

  test("has a token that answers a start number typed into it", async () => {
    const dialog = await started("chip@token");
    const [start] = dialog.body.challengeData.data;
    const { text } = await open(`/phones/chip@token?start=${start}`);
    const code = await tpp.codeFor("chip@token", dialog.body);
    expect(text).toContain(`<p class="code">${code}</p>`);
  });

  test("scans a picture that is uploaded, and one that is on the screen", async () => {
    const dialog = await started("phototan@camera");
    const code = await tpp.codeFor("phototan@camera", dialog.body);
    const form = new FormData();
    const png = new Uint8Array(Buffer.from(dialog.body.challengeData.image, "base64"));
    form.set("picture", new File([png], "screen.png", { type: "image/png" }));
    const uploaded = await open("/phones/phototan@camera/scan", { method: "POST", body: form });
    expect(uploaded.text).toContain(`<p class="code">${code}</p>`);
    const [picture] = (await tpp.phone("phototan@camera")).pictures;
    const chosen = await open(`/phones/phototan@camera/pictures/${picture?.id}`, { method: "POST" });
    expect(chosen.text).toContain(`<p class="code">${code}</p>`);
    expect((await open("/phones/phototan@camera")).text).not.toContain(code);
  });

  test("of somebody else sees that the picture is not for it", async () => {
    const dialog = await started("qrcode@mine");
    await started("qrcode@yours");
    const body = new Uint8Array(Buffer.from(dialog.body.challengeData.image, "base64"));
    const answer = await fetch(`${tpp.sandbox.phone}/api/phones/qrcode@yours/scan`, { method: "POST", body });
    expect(await answer.json()).toEqual({ kind: "notForThisPhone" });
  });

  test("can be acted on by no other site's page", async () => {
    await started("push@csrf");
    const [asked] = (await tpp.phone("push@csrf")).requests;
    const foreign = await open(`/phones/push@csrf/requests/${asked?.id}`, {
      method: "POST",
      headers: { "sec-fetch-site": "cross-site" },
      body: new URLSearchParams({ act: "approve" }),
    });
    expect(foreign.status).toBe(403);
    expect((await tpp.phone("push@csrf")).requests[0]?.state).toBe("waiting");
  });
});

test("the live stream tells on whose phone something arrived, and never the code", async () => {
  const stopped = new AbortController();
  const answer = await fetch(`${tpp.sandbox.phone}/events`, { signal: stopped.signal });
  await started("sms@stream");
  let heard = "";
  for await (const chunk of answer.body ?? []) {
    heard += Buffer.from(chunk).toString();
    if (heard.includes("text message")) break;
  }
  stopped.abort();
  expect(heard).toContain(
    `"of":"sms@stream","to":"Elena Aranda Keller","title":"text message from Banco Ardelva"`,
  );
  expect(heard).not.toMatch(/code is/);
});
