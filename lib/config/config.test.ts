import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ConfigurationError } from "./environment.ts";
import { readWebConfig } from "./web-config.ts";
import { readWorkerConfig } from "./worker-config.ts";

const folder = mkdtempSync(join(tmpdir(), "licet-config-"));
afterAll(() => rmSync(folder, { recursive: true }));
const keysFile = join(folder, "keys.json");
const ring = "projects/licet-test/locations/europe-west4/keyRings/ring/cryptoKeys";
writeFileSync(
  keysFile,
  JSON.stringify({
    regions: {
      "eu-nl": {
        transport: `${ring}/transport`,
        wrap: `${ring}/wrap`,
        records: `${ring}/records`,
        book: `${ring}/book`,
      },
    },
    signers: {
      receipt: `${ring}/receipt/cryptoKeyVersions/1`,
      auditCheckpoint: `${ring}/audit-checkpoint/cryptoKeyVersions/1`,
      transportKey: `${ring}/transport-key/cryptoKeyVersions/1`,
    },
  }),
);

const usable = {
  LICET_KMS_KEYS: keysFile,
  LICET_INSTITUTIONS: keysFile,
  LICET_PROVIDER: keysFile,
  LICET_ORIGIN: "https://consent.example.com",
  LICET_PORT: "3000",
  LICET_SESSION_SECRET: "s".repeat(43),
  LICET_DATA_DATABASE_URL: "postgres://licet_web:x@localhost:5432/licet_data",
  LICET_KEY_DATABASE_URL: "postgres://licet_web:x@localhost:5433/licet_keys",
  LICET_DATABASE_CA: new URL(import.meta.url).pathname,
  LICET_RELAY_CERT: new URL(import.meta.url).pathname,
  LICET_RELAY_KEY: new URL(import.meta.url).pathname,
  LICET_RELAY_CA: new URL(import.meta.url).pathname,
};

const problems = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return "";
};

describe("the configuration", () => {
  test("is read when everything needed is there", () => {
    const config = readWebConfig(usable);
    expect(config.consoleOrigin).toBe(config.origin);
    expect(config.demo).toBeNull();
  });

  test("lists every missing variable at once, by name", () => {
    const message = problems(() => readWebConfig({}));
    for (const name of Object.keys(usable)) expect(message).toContain(`${name} is missing`);
  });

  test("says what is wrong with a file of keys", () => {
    for (const file of [join(folder, "none.json"), new URL(import.meta.url).pathname]) {
      expect(problems(() => readWebConfig({ ...usable, LICET_KMS_KEYS: file }))).toMatch(
        /LICET_KMS_KEYS is wrong: it wants the path of a JSON file/,
      );
    }
  });

  test("knows the levels of the log", () => {
    expect(problems(() => readWebConfig({ ...usable, LICET_LOG_LEVEL: "loud" }))).toMatch(
      /LICET_LOG_LEVEL is wrong: it wants trace, debug, info, warn, error or silent/,
    );
  });

  test("counts an empty value as missing", () => {
    expect(problems(() => readWebConfig({ ...usable, LICET_SESSION_SECRET: "" }))).toContain(
      "LICET_SESSION_SECRET is missing",
    );
  });

  test("refuses a short session secret, a plain http origin and a path in an origin", () => {
    const message = problems(() =>
      readWebConfig({
        ...usable,
        LICET_SESSION_SECRET: "short",
        LICET_ORIGIN: "http://consent.example.com",
        LICET_CONSOLE_ORIGIN: "https://console.example.com/x",
      }),
    );
    expect(message).toMatch(/LICET_SESSION_SECRET is too short/);
    expect(message).toMatch(/LICET_ORIGIN is wrong/);
    expect(message).toMatch(/LICET_CONSOLE_ORIGIN is wrong/);
  });

  test("refuses half a setting", () => {
    expect(problems(() => readWebConfig({ ...usable, LICET_OIDC_ISSUER: "https://id.example.com" }))).toMatch(
      /LICET_OIDC_CLIENT_ID is missing: it goes with/,
    );
  });

  test("never prints the value of a secret", () => {
    const message = problems(() => readWebConfig({ ...usable, LICET_SESSION_SECRET: "canary" }));
    expect(message).not.toContain("canary");
    expect(JSON.stringify(readWebConfig(usable))).not.toContain("s".repeat(43));
  });

  test("of the worker wants a mail server, and is no wider than it needs", () => {
    expect(problems(() => readWorkerConfig(usable))).toMatch(/LICET_SMTP_URL is missing/);
  });

  test("of the worker says where web finds it, and not that it is everywhere", () => {
    const given = {
      LICET_SMTP_URL: "smtps://mail.example.com",
      LICET_MAIL_FROM: "a@example.com",
      LICET_AUDIT_COPY: folder,
    };
    const listenOf = (more: object) => readWorkerConfig({ ...usable, ...given, ...more }).relay.listen;
    expect(listenOf({})).toEqual({ host: "127.0.0.1", port: 0, name: "127.0.0.1" });
    for (const host of ["0.0.0.0", "::"]) {
      expect(problems(() => listenOf({ LICET_RELAY_HOST: host }))).toMatch(/LICET_RELAY_NAME is missing/);
      expect(listenOf({ LICET_RELAY_HOST: host, LICET_RELAY_NAME: "worker-1" }).name).toBe("worker-1");
    }
    for (const name of ["licet_worker", "worker:8443", "fe80::1%eth0"]) {
      expect(problems(() => listenOf({ LICET_RELAY_NAME: name }))).toMatch(/LICET_RELAY_NAME is wrong/);
    }
  });

  test("has no unsafe default: the demo is off unless it is said", () => {
    expect(readWebConfig(usable).demo).toBeNull();
    expect(readWebConfig({ ...usable, LICET_DEMO: "true" }).demo).toEqual({ phoneUrl: null });
    expect(problems(() => readWebConfig({ ...usable, LICET_DEMO: "yes" }))).toMatch(/LICET_DEMO is wrong/);
  });
});
