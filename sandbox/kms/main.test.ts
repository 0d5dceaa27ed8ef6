import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once as event } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import tls from "node:tls";

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { freePort } from "#scripts/runtime/ports.ts";
import { selfSigned } from "../start-for-test.ts";
import { connectForTest, once, statusOf } from "./client-for-test.ts";
import { type DemoTokens, demoCallers, demoNames, firstVersion, writeDemoLayout } from "./demo-layout.ts";

const controlToken = "a token for those who test, quite long";
const tokens = Object.fromEntries(demoCallers.map((name, at) => [name, `${at}`.repeat(40)])) as DemoTokens;
const variables = ["PORT", "CERT", "KEY", "DIRECTORY", "LAYOUT"].map((name) => `SANDBOX_KMS_${name}`);

let folder: string;
let ca: string;
let environment: Record<string, string>;
const running: Process[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kms-main-"));
  const { cert, key } = await selfSigned();
  ca = cert;
  tls.setDefaultCACertificates([...tls.getCACertificates("default"), cert]);
  await writeFile(join(folder, "cert.pem"), cert);
  await writeFile(join(folder, "key.pem"), key);
  writeDemoLayout(join(folder, "layout.json"), tokens);
  environment = {
    SANDBOX_KMS_PORT: String(await freePort()),
    SANDBOX_KMS_CERT: join(folder, "cert.pem"),
    SANDBOX_KMS_KEY: join(folder, "key.pem"),
    SANDBOX_KMS_DIRECTORY: join(folder, "keys"),
    SANDBOX_KMS_LAYOUT: join(folder, "layout.json"),
  };
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});
afterAll(() => rm(folder, { recursive: true }));

type Process = ChildProcessByStdio<null, Readable, Readable>;
interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(change: Record<string, string> = {}, base = environment) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts")], {
    env: { ...base, ...change } as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  const ended = Promise.all([text(child.stdout), text(child.stderr), event(child, "close")]).then(
    ([stdout, stderr, [code]]): Outcome => ({ code: code as number | null, stdout, stderr }),
  );
  // A process that ends instead of saying that it is ready fails the test with what it wrote.
  const failed = ended.then(({ code, stderr }) => Promise.reject(new Error(`ended with ${code}: ${stderr}`)));
  const ready = Promise.race([event(child.stdout, "data"), failed]);
  ready.catch(() => undefined);
  return { child, ended, ready };
}

const connect = (caller: keyof DemoTokens) =>
  connectForTest({ port: Number(environment.SANDBOX_KMS_PORT), ca }, tokens[caller]);

describe("the process", () => {
  test("warns, is ready on one line, keeps its keys over a restart, and ends cleanly", async () => {
    const first = run();
    await first.ready;
    const web = connect("web");
    const name = demoNames.records;
    const [{ ciphertext }] = await web.encrypt({ name, plaintext: Buffer.from("kept") });
    const transport = { name: firstVersion(demoNames.credentialTransport) };
    const [{ pem }] = await web.getPublicKey(transport);
    first.child.kill("SIGTERM");
    expect(await first.ended).toEqual({
      code: 0,
      stdout: `{"ready":true}\n`,
      stderr: expect.stringContaining("NEVER for production"),
    });
    await web.close();

    const second = run();
    await second.ready;
    const again = connect("web");
    const [{ plaintext }] = await again.decrypt({ name, ciphertext });
    expect(Buffer.from(plaintext as Uint8Array).toString()).toBe("kept");
    const [same] = await again.getPublicKey(transport);
    expect(same.pem).toBe(pem);
    await again.close();
    second.child.kill("SIGINT");
    expect(await second.ended).toMatchObject({ code: 0 });
  });

  test("killed while it makes a key, it makes the key at the next start", async () => {
    const change = { SANDBOX_KMS_DIRECTORY: join(folder, "killed") };
    const first = run(change);
    await first.ready;
    first.child.kill("SIGKILL");
    await first.ended;
    const files = await readdir(join(folder, "killed"));
    expect(files.filter((file) => file.endsWith(".json"))).toHaveLength(7);
    await writeFile(join(folder, "killed", "half.json.draft"), "{");

    const second = run(change);
    await second.ready;
    const web = connect("web");
    const [key] = await web.getPublicKey({ name: firstVersion(demoNames.credentialTransport) });
    expect(key.pem).toContain("BEGIN PUBLIC KEY");
    expect(await readdir(join(folder, "killed"))).not.toContain("half.json.draft");
    await web.close();
    second.child.kill("SIGTERM");
    await second.ended;
  });

  test("says which port is taken", async () => {
    const first = run();
    await first.ready;
    const second = await run({ SANDBOX_KMS_DIRECTORY: join(folder, "other") }).ended;
    expect(second).toMatchObject({ code: 1, stdout: "" });
    expect(second.stderr).toContain(String(environment.SANDBOX_KMS_PORT));
  });

  test("lists every missing variable at once", async () => {
    const { code, stderr } = await run({}, {}).ended;
    expect(code).toBe(1);
    for (const name of variables) expect(stderr).toContain(`${name}: `);
  });

  test("says what is wrong with each value and with the layout, and repeats no token", async () => {
    const layout = { callers: [{ name: "web", token: "hidden" }], rings: [{ name: "ring" }] };
    await writeFile(join(folder, "wrong.json"), JSON.stringify(layout));
    const { code, stderr } = await run({
      SANDBOX_KMS_PORT: "99999",
      SANDBOX_KMS_CERT: join(folder, "key.pem"),
      SANDBOX_KMS_LAYOUT: join(folder, "wrong.json"),
      SANDBOX_KMS_CONTROL_PORT: "4000",
    }).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("SANDBOX_KMS_PORT: must be a port number");
    expect(stderr).toContain("SANDBOX_KMS_CERT: must name a readable PEM file with a certificate");
    expect(stderr).toContain("SANDBOX_KMS_LAYOUT (at callers.0.token): must have at least 32 characters");
    expect(stderr).toContain("SANDBOX_KMS_LAYOUT (at rings.0.name): must be projects/");
    expect(stderr).not.toContain("hidden");
  });

  test("does not start over a key file that it cannot read", async () => {
    await run({ SANDBOX_KMS_DIRECTORY: join(folder, "spoilt") }).ready;
    await writeFile(join(folder, "spoilt", "book.json"), "{}");
    const { code, stderr } = await run({
      SANDBOX_KMS_DIRECTORY: join(folder, "spoilt"),
      SANDBOX_KMS_PORT: String(await freePort()),
    }).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("book.json is not a key file");
  });
});

describe("the control", () => {
  const started = async () => {
    const port = await freePort();
    const change = { SANDBOX_KMS_CONTROL_PORT: String(port), SANDBOX_KMS_CONTROL_TOKEN: controlToken };
    const { ready } = run(change);
    await ready;
    return (method: string, path: string, body?: object, token = controlToken) =>
      fetch(`https://localhost:${port}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: body ? JSON.stringify(body) : null,
      });
  };

  test("makes calls fail, counts them and moves the clock, for its own token alone", async () => {
    const ask = await started();
    const fault = { method: "Encrypt", effect: "unavailable", times: 1 };
    expect((await ask("POST", "/faults", fault, "wrong")).status).toBe(401);
    expect((await ask("POST", "/faults", fault, tokens.web)).status).toBe(401);
    expect((await ask("GET", "/calls", undefined, "")).status).toBe(401);
    expect((await ask("POST", "/faults", { effect: "explode" })).status).toBe(400);
    expect((await ask("POST", "/faults", fault)).status).toBe(204);

    const web = connect("web");
    const encrypt = () => statusOf(web.encrypt({ name: demoNames.book, plaintext: Buffer.from("x") }, once));
    expect([await encrypt(), await encrypt()]).toEqual([14, 0]);
    expect(await (await ask("GET", "/calls")).json()).toEqual([
      { caller: "web", method: "Encrypt", key: "", status: "UNAVAILABLE", count: 1 },
      { caller: "web", method: "Encrypt", key: demoNames.book, status: "OK", count: 1 },
    ]);
    await web.close();

    for (const path of ["/calls", "/faults"]) expect((await ask("DELETE", path)).status).toBe(204);
    expect(await (await ask("GET", "/calls")).json()).toEqual([]);
    expect((await ask("POST", "/clock", { passMs: 1_000 })).status).toBe(204);
    expect((await ask("POST", "/clock", { passMs: -1 })).status).toBe(400);
  });
});
