import { createTransport } from "nodemailer";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { startForTest, type TestSandbox } from "../start-for-test.ts";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startForTest();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  await fetch(`${sandbox.phone}/api/mails`, { method: "DELETE" });
});

interface MailJson {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly links: readonly string[];
  readonly receivedAt: string;
}

function transport(pass = "right password", host = "localhost") {
  const { port, user } = sandbox.config.smtp;
  return createTransport({
    host,
    port,
    secure: true,
    auth: { user, pass },
    tls: { ca: sandbox.config.tls.cert },
  });
}

async function mailsOf(query = ""): Promise<MailJson[]> {
  const answer = await fetch(`${sandbox.phone}/api/mails${query}`);
  return (await answer.json()) as MailJson[];
}

const mail = {
  from: "Licet <no-reply@licet.example>",
  subject: "Acceso · vérifié",
  text: "Open https://licet.example/in?t=1.",
};

describe("a mail sent over TLS", () => {
  test("is listed newest first, by recipient whatever the case, and is gone when cleared", async () => {
    await transport().sendMail({ ...mail, to: "Ana@Example.com, bo@example.com" });
    await transport("right password", "127.0.0.1").sendMail({
      ...mail,
      to: "bo@example.com",
      subject: "second",
    });

    expect((await mailsOf("?to=BO@example.com")).map(({ subject }) => subject)).toEqual([
      "second",
      "Acceso · vérifié",
    ]);
    const [first] = await mailsOf("?to=ana@example.com");
    expect(first).toEqual({
      id: expect.any(String),
      to: "ana@example.com",
      subject: "Acceso · vérifié",
      text: "Open https://licet.example/in?t=1.",
      links: ["https://licet.example/in?t=1"],
      receivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });

    expect((await fetch(`${sandbox.phone}/api/mails`, { method: "DELETE" })).status).toBe(204);
    expect(await mailsOf()).toEqual([]);
  });

  test("to a domain of another script is found by either spelling", async () => {
    await transport().sendMail({ ...mail, to: "zoe@banqué.example" });
    expect(await mailsOf("?to=zoe@xn--banqu-fsa.example")).toHaveLength(1);
    expect(await mailsOf("?to=zoe@banqu%C3%A9.example")).toHaveLength(1);
  });

  test("lists the links of a mail that is markup alone", async () => {
    await transport().sendMail({
      ...mail,
      to: "a@example.com",
      text: undefined,
      html: `<p>Hi</p><a href="https://x.example/?a=1&amp;b=2">go</a>`,
    });
    expect(await mailsOf()).toMatchObject([{ text: "Hi\ngo", links: ["https://x.example/?a=1&b=2"] }]);
  });
});

describe("the mail server refuses", () => {
  test("a wrong password", async () => {
    await expect(transport("wrong").sendMail({ ...mail, to: "a@example.com" })).rejects.toMatchObject({
      responseCode: 535,
    });
    expect(await mailsOf()).toEqual([]);
  });

  test("a sender who does not sign in", async () => {
    const { port } = sandbox.config.smtp;
    const anonymous = createTransport({
      host: "localhost",
      port,
      secure: true,
      tls: { ca: sandbox.config.tls.cert },
    });
    await expect(anonymous.sendMail({ ...mail, to: "a@example.com" })).rejects.toMatchObject({
      responseCode: 530,
    });
  });

  test("a client that does not speak TLS", async () => {
    const { port, user, password: pass } = sandbox.config.smtp;
    const plain = createTransport({
      host: "localhost",
      port,
      secure: false,
      auth: { user, pass },
      greetingTimeout: 500,
    });
    await expect(plain.sendMail({ ...mail, to: "a@example.com" })).rejects.toThrow();
  });

  test("a message of more than five megabytes", async () => {
    const text = `${"x".repeat(80)}\n`.repeat(70_000);
    await expect(transport().sendMail({ ...mail, to: "a@example.com", text })).rejects.toMatchObject({
      responseCode: 552,
    });
    expect(await mailsOf()).toEqual([]);
  });
});
