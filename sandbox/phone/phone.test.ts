import { request } from "node:http";

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

const attack = `<script>document.title="owned"</script><img src=x onerror=alert(1)>`;

async function send(
  to: string,
  content: { subject?: string; text?: string; html?: string },
): Promise<string> {
  const { port, user, password: pass } = sandbox.config.smtp;
  const tls = { ca: sandbox.config.tls.cert };
  const transport = createTransport({ host: "localhost", port, secure: true, auth: { user, pass }, tls });
  await transport.sendMail({ from: "no-reply@licet.example", to, subject: "Sign in", ...content });
  const [newest] = (await (await fetch(`${sandbox.phone}/api/mails`)).json()) as { id: string }[];
  return newest?.id ?? "";
}

async function page(path: string): Promise<{ answer: Response; text: string }> {
  const answer = await fetch(sandbox.phone + path);
  return { answer, text: await answer.text() };
}

describe("the phone page", () => {
  test("says what will be here while there is nothing", async () => {
    expect((await page("/")).text).toContain("No mail yet");
    expect((await page("/?to=a@example.com")).text).toContain("No mail for this address yet");
  });

  test("shows each person's mail apart", async () => {
    await send("ana@example.com", { subject: "For Ana", text: "x" });
    await send("bo@example.com", { subject: "For Bo", text: "x" });
    const { text } = await page("/?to=Ana@example.com");
    expect(text).toContain("For Ana");
    expect(text).not.toContain("For Bo");
    expect(text).toContain(`href="/?to=bo%40example.com"`);
  });

  test("opens a text mail with links that cannot reach back", async () => {
    const id = await send("ana@example.com", { text: "Open https://licet.example/in?a=1&b=2." });
    const { text } = await page(`/mails/${id}?to=ana@example.com`);
    expect(text).toContain(
      `<a href="https://licet.example/in?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">https://licet.example/in?a=1&amp;b=2</a>.`,
    );
  });

  test("shows markup in subject and text as characters", async () => {
    const id = await send(`"x" <ana@example.com>`, { subject: attack, text: attack });
    for (const path of ["/", `/mails/${id}`]) {
      const { text } = await page(path);
      expect(text).toContain("&lt;script&gt;document.title=&quot;owned&quot;&lt;/script&gt;");
      expect(text).not.toContain("<script>document");
      expect(text).not.toContain("<img");
    }
  });

  test("shows a designed mail in a frame without scripts, and offers its text", async () => {
    const id = await send("ana@example.com", { text: "plain words", html: `<p>designed</p>${attack}` });
    const { text } = await page(`/mails/${id}`);
    expect(text).toContain(`sandbox="allow-popups allow-popups-to-escape-sandbox"`);
    expect(text).not.toContain("onerror");

    const body = await page(`/mails/${id}/body`);
    const policy = body.answer.headers.get("content-security-policy") ?? "";
    expect(body.text).toContain("<p>designed</p>");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox;/);
    expect(policy).not.toContain("allow-scripts");

    expect((await page(`/mails/${id}?view=text`)).text).toContain("plain words");
  });

  test("runs nothing but its own script, by a nonce of this answer", async () => {
    const [first, second] = [await page("/"), await page("/")];
    const policy = first.answer.headers.get("content-security-policy") ?? "";
    const [, nonce] = /script-src 'nonce-([\w-]+)'/.exec(policy) ?? [];
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    expect(first.text).toContain(`<script nonce="${nonce}">`);
    expect(second.text).not.toContain(`${nonce}`);
    expect(first.text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  test("says so when a mail is gone", async () => {
    const { answer, text } = await page("/mails/none");
    expect(answer.status).toBe(404);
    expect(text).toContain("This mail is no longer here");
  });

  test("brings its own fonts and styles", async () => {
    for (const path of [
      "/fonts/lora.woff2",
      "/fonts/public-sans.woff2",
      "/theme.css",
      "/phone.css",
      "/idp/style.css",
    ]) {
      expect((await fetch(sandbox.phone + path)).status, path).toBe(200);
    }
  });
});

describe("the live stream", () => {
  test("tells of a mail the moment it arrives", async () => {
    const stopped = new AbortController();
    const answer = await fetch(`${sandbox.phone}/events`, { signal: stopped.signal });
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
    await send("ana@example.com", { subject: "now", text: "x" });
    let heard = "";
    for await (const chunk of answer.body ?? []) {
      heard += Buffer.from(chunk).toString();
      if (heard.includes("data:")) break;
    }
    expect(heard).toContain(`data: {"kind":"mail","to":"ana@example.com","title":"now"}`);
    stopped.abort();
    // A reader that left must not trouble the next delivery.
    await send("ana@example.com", { subject: "after", text: "x" });
  });
});

describe("a stranger's page in the same browser", () => {
  test("cannot read by a name rebound to loopback", async () => {
    const status = await new Promise((resolve, reject) => {
      const options = {
        port: sandbox.config.phonePort,
        path: "/api/mails",
        headers: { host: "evil.example" },
      };
      request(options, (answer) => resolve(answer.resume().statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(421);
  });

  test("cannot delete mails or set a fault", async () => {
    const headers = { "sec-fetch-site": "cross-site", "content-type": "application/json" };
    expect((await fetch(`${sandbox.phone}/api/mails`, { method: "DELETE", headers })).status).toBe(403);
    const fault = { method: "POST", headers, body: `{"next":"algNone"}` };
    expect((await fetch(`${sandbox.phone}/idp/fault`, fault)).status).toBe(403);
  });
});

test("a path or a method that does not exist is said to be so", async () => {
  expect((await fetch(`${sandbox.phone}/nothing`)).status).toBe(404);
  const wrong = await fetch(`${sandbox.phone}/api/mails`, { method: "POST" });
  expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "GET, DELETE"]);
});

test("a request body beyond the limit is refused", async () => {
  const answer = await fetch(`${sandbox.issuer}/token`, { method: "POST", body: "x".repeat(70_000) });
  expect(answer.status).toBe(413);
});
