import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { machineEnvironment } from "#scripts/runtime/environment.ts";
import { freePort } from "#scripts/runtime/ports.ts";
import { testDatabase } from "#scripts/testing/database.ts";

const database = testDatabase();
const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "licet-start-"));
const keysFile = join(folder, "keys.json");

beforeAll(() => {
  const ring = "projects/licet-test/locations/europe-west4/keyRings/ring/cryptoKeys";
  const keys = ["transport", "wrap", "records", "book"].map((key) => [key, `${ring}/${key}`]);
  const regions = { "eu-nl": Object.fromEntries(keys) };
  const signers = {
    receipt: `${ring}/receipt/cryptoKeyVersions/1`,
    auditCheckpoint: `${ring}/audit-checkpoint/cryptoKeyVersions/1`,
    transportKey: `${ring}/transport-key/cryptoKeyVersions/1`,
  };
  writeFileSync(keysFile, JSON.stringify({ regions, signers }));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Process = "web" | "worker";
type Variables = Readonly<Record<string, string>>;

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

/** Starts the real process and waits until it has ended by itself. */
function start(name: Process, variables: Variables): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [`lib/${name}.ts`], {
      cwd: root,
      env: { ...machineEnvironment(), NODE_ENV: "production", ...variables },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        said += chunk;
      });
    }
    const late = setTimeout(() => child.kill("SIGKILL"), 20_000);
    child.once("close", (code) => {
      clearTimeout(late);
      done({ code, said });
    });
  });
}

async function usable(name: Process): Promise<Variables> {
  const login = `licet_${name}` as const;
  const common = {
    LICET_ORIGIN: "http://localhost:3000",
    LICET_DATA_DATABASE_URL: database.url("data", login),
    LICET_KEY_DATABASE_URL: database.url("keys", login),
    LICET_DATABASE_CA: database.caFile,
    LICET_KMS_KEYS: keysFile,
    LICET_KMS_ENDPOINT: `localhost:${await freePort()}`,
    LICET_KMS_CA: database.caFile,
    LICET_KMS_TOKEN: "token",
    LICET_INSTITUTIONS: join(root, "sandbox/institutions.yaml"),
    LICET_RELAY_CERT: database.caFile,
    LICET_RELAY_KEY: database.caFile,
    LICET_RELAY_CA: database.caFile,
  };
  return name === "web"
    ? {
        ...common,
        LICET_PORT: String(await freePort()),
        LICET_PROVIDER: join(root, "sandbox/provider.yaml"),
        LICET_SESSION_SECRET: "s".repeat(43),
      }
    : {
        ...common,
        LICET_AUDIT_COPY: join(folder, "audit-copies"),
        LICET_SMTP_URL: "smtps://localhost:1",
        LICET_MAIL_FROM: "Licet <no-reply@example.org>",
      };
}

/** One sentence for a person, no stack and no password. */
function expectSentence({ code, said }: Ended, variables: Variables): void {
  expect(said).not.toMatch(/\n\s+at |node:internal|\bundefined\b/);
  for (const name of ["LICET_DATA_DATABASE_URL", "LICET_KEY_DATABASE_URL"]) {
    expect(said).not.toContain(new URL(variables[name] ?? "").password);
  }
  expect(said.trim().split("\n"), said).toHaveLength(1);
  expect(code).toBe(1);
}

describe.each(["web", "worker"] as const)("the %s process", (name) => {
  test("names every missing variable at once", async () => {
    const { code, said } = await start(name, {});
    const variables = await usable(name);
    const needed = Object.keys(variables).filter((one) => !/KMS_(ENDPOINT|CA|TOKEN)/.test(one));
    for (const variable of needed) expect(said).toContain(`${variable} is missing: it wants `);
    expect(said).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  });

  test("ends with a sentence on a schema that is behind its own, or ahead", async () => {
    const variables = await usable(name);
    const superuser = database.connect("data", "postgres");
    const [last] = await superuser<{ name: string; checksum: string }[]>`
      delete from licet_migrations where name = (select max(name) from licet_migrations) returning name, checksum`;
    const behind = await start(name, variables);
    expect(behind.said).toContain(`The data database lacks 1 migration(s), the first is ${last?.name}`);
    expect(behind.said).toContain("npm run migrate");
    expectSentence(behind, variables);

    const later = `9999_${randomBytes(3).toString("hex")}.sql`;
    await superuser`insert into licet_migrations (name, checksum) values
      (${last?.name ?? ""}, ${last?.checksum ?? ""}), (${later}, 'x')`;
    const ahead = await start(name, variables);
    expect(ahead.said).toContain(`newer than this build: it has migration ${later}`);
    expectSentence(ahead, variables);
    await superuser`delete from licet_migrations where name = ${later}`;
  });
});

test.each([
  ["web", "LICET_KEY_DATABASE_URL", "keys"],
  ["worker", "LICET_DATA_DATABASE_URL", "data"],
] as const)("the %s process ends with a sentence when %s leads nowhere", async (name, variable, kind) => {
  const variables = await usable(name);
  const url = new URL(variables[variable] ?? "");
  url.port = String(await freePort());
  const ended = await start(name, { ...variables, [variable]: url.href });
  expect(ended.said).toContain(`The ${kind} database does not answer (ECONNREFUSED)`);
  expect(ended.said).toContain(variable);
  expectSentence(ended, variables);
});

test("the web process names everything that is wrong with the provider’s file", async () => {
  const file = join(folder, "provider.yaml");
  writeFileSync(file, "name: Nobody\nmail: nowhere\n");
  const { code, said } = await start("web", { ...(await usable("web")), LICET_PROVIDER: file });
  for (const problem of [
    "line 2, mail wants a mail address",
    "registration is missing",
    "address is missing",
  ])
    expect(said).toContain(problem);
  expect(said).not.toMatch(/\n\s+at /);
  expect(code).toBe(1);
});

test("a process that a database does not let in ends with a sentence", async () => {
  const usual = await usable("worker");
  const url = new URL(usual.LICET_DATA_DATABASE_URL ?? "");
  url.password = "wrong-password";
  const variables = { ...usual, LICET_DATA_DATABASE_URL: url.href };
  const ended = await start("worker", variables);
  expect(ended.said).toContain("The data database does not answer (28P01)");
  expectSentence(ended, variables);
});

test("the web process ends with a sentence when its port is taken", async () => {
  const other = createServer();
  const port = await freePort();
  await new Promise<void>((done) => other.listen(port, "127.0.0.1", done));
  const variables = { ...(await usable("web")), LICET_PORT: String(port) };
  const ended = await start("web", variables);
  other.close();
  expect(ended.said).toContain("The port in LICET_PORT or LICET_METRICS_PORT is taken by another program.");
  expectSentence(ended, variables);
});
