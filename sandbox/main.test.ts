import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { freePort } from "#scripts/runtime/ports.ts";
import { people, selfSigned } from "./start-for-test.ts";

let folder: string;
let environment: Record<string, string>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  const { cert, key } = await selfSigned();
  const contents = { "cert.pem": cert, "key.pem": key, "people.json": JSON.stringify(people) };
  for (const [name, content] of Object.entries(contents)) await writeFile(join(folder, name), content);
  environment = {
    SANDBOX_PHONE_PORT: String(await freePort()),
    SANDBOX_SMTP_PORT: String(await freePort()),
    SANDBOX_OIDC_PORT: String(await freePort()),
    SANDBOX_RETAIL_API_PORT: String(await freePort()),
    SANDBOX_RETAIL_PAGE_PORT: String(await freePort()),
    SANDBOX_PRIVATE_API_PORT: String(await freePort()),
    SANDBOX_PRIVATE_PAGE_PORT: String(await freePort()),
    SANDBOX_RATES_PORT: String(await freePort()),
    SANDBOX_CERT: join(folder, "cert.pem"),
    SANDBOX_KEY: join(folder, "key.pem"),
    SANDBOX_SMTP_USER: "licet",
    SANDBOX_SMTP_PASSWORD: "hidden-mail-word",
    SANDBOX_OIDC_CLIENT_ID: "licet",
    SANDBOX_OIDC_CLIENT_SECRET: "hidden-client-word",
    SANDBOX_OIDC_REDIRECTS: "http://localhost:3000/a, https://console.localhost:3001/b",
    SANDBOX_PEOPLE: join(folder, "people.json"),
  };
});
afterAll(() => rm(folder, { recursive: true }));

type Sandbox = ChildProcessByStdio<null, Readable, Readable>;

function run(env: Record<string, string | undefined>): Sandbox {
  return spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    env: env as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** A process that ends instead of saying that it is ready fails the test with what it wrote. */
async function ready(child: Sandbox, ended: ReturnType<typeof outcome>): Promise<void> {
  await Promise.race([
    once(child.stdout, "data"),
    ended.then(({ code, stderr }) => Promise.reject(new Error(`ended with ${code}: ${stderr}`))),
  ]);
}

async function outcome(child: Sandbox): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}

describe("the process", () => {
  test.each(["SIGTERM", "SIGINT"] as const)(
    "is ready on one line, warns, and ends cleanly on %s",
    async (signal) => {
      const child = run(environment);
      const ended = outcome(child);
      await ready(child, ended);
      // A page that listens must not hold the process open; the end cuts its stream.
      const listening = await fetch(`http://localhost:${environment.SANDBOX_PHONE_PORT}/events`);
      const cut = listening.text().catch(() => "cut");
      child.kill(signal);
      expect(await ended).toMatchObject({
        code: 0,
        stdout: `{"ready":true}\n`,
        stderr: expect.stringContaining("NEVER for production"),
      });
      await cut;
    },
  );

  test("names a taken port in one sentence", async () => {
    const first = run(environment);
    const firstEnded = outcome(first);
    await ready(first, firstEnded);
    const second = await outcome(run(environment));
    first.kill("SIGTERM");
    await firstEnded;
    expect(second.code).toBe(1);
    expect(second.stdout).toBe("");
    expect(second.stderr).toContain(`port ${environment.SANDBOX_PHONE_PORT} is taken`);
  });

  test("lists every missing variable at once", async () => {
    const { code, stderr } = await outcome(run({}));
    expect(code).toBe(1);
    for (const name of Object.keys(environment)) expect(stderr).toContain(`${name}: `);
  });

  test("says what is wrong with each value and repeats none", async () => {
    const { code, stderr } = await outcome(
      run({
        ...environment,
        SANDBOX_SMTP_PORT: "99999",
        SANDBOX_CERT: environment.SANDBOX_PEOPLE ?? "",
        SANDBOX_OIDC_REDIRECTS: "http://localhost/a,javascript:alert(1)",
        SANDBOX_PEOPLE: join(folder, "cert.pem"),
      }),
    );
    expect(code).toBe(1);
    expect(
      stderr
        .trim()
        .split("\n")
        .slice(1)
        .map((line) => line.trim()),
    ).toEqual([
      "SANDBOX_SMTP_PORT: must be a port number from 1 to 65535",
      "SANDBOX_CERT: must name a PEM file with a certificate",
      "SANDBOX_OIDC_REDIRECTS (at 1): must be URLs separated by commas",
      "SANDBOX_PEOPLE: must name a JSON file",
    ]);
    expect(stderr).not.toContain("hidden-");
  });
});
