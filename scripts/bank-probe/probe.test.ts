import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demoPassword } from "#sandbox/bank/family/people.ts";
import { type Line, runProbe } from "#scripts/testing/bank-probe.ts";
import { type RetailBank, startRetailBank } from "#scripts/testing/retail-bank.ts";

let bank: RetailBank;
let folder: string;
let file: string;

beforeAll(async () => {
  bank = await startRetailBank();
  folder = mkdtempSync(join(tmpdir(), "probe-"));
  file = join(folder, "institutions.json");
  const { retailApi, retailPage, config } = bank.tpp.sandbox;
  const text = { en: "User", es: "Usuario", fr: "Utilisateur", pt: "Utilizador" };
  const field = { label: text, format: "any", minLength: 1, maxLength: 64 };
  const institution = {
    ...{ id: "retail", name: "Banco Ardelva", legalName: "Banco Ardelva", bic: "ARDVESM0", country: "ES" },
    status: "operational",
    credentialFields: [
      { id: "userId", ...field, secret: false, identifying: true },
      { id: "pin", ...field, secret: true, identifying: false },
    ],
    connection: {
      ...{ protocol: "xs2a", baseUrl: `${retailApi}/psd2`, allowedHosts: [new URL(retailApi).host] },
      ...{
        pageHosts: [new URL(retailPage).host],
        sandbox: true,
        approach: "embedded",
        access: "allAccounts",
      },
      credentialRoles: { userId: "userId", password: "pin" },
      certificateAuthorities: [config.tls.cert],
      pollSeconds: 1,
    },
  };
  const silent = { ...institution, id: "silent", connection: undefined };
  writeFileSync(file, JSON.stringify({ institutions: [institution, silent] }));
});
afterAll(async () => {
  await bank.close();
  rmSync(folder, { recursive: true });
});

const run = (...more: readonly string[]) => runProbe(file, "retail", ...more);

const signIn = (userName: string, pin = demoPassword) => ({ credentials: { userId: userName, pin } });

async function codeAt(userName: string, line: Line): Promise<string> {
  const step = { ...line, image: undefined } as never;
  return (await bank.codeFor(userName, step)).reveal();
}

describe("the probe of a bank", () => {
  test("goes from the sign-in over a code to the records, and leaves no access behind", async () => {
    const probe = run("--from", "2026-01-01");
    probe.say(signIn("sms"));
    const asked = await probe.hear();
    expect(asked.kind).toBe("enterCode");
    probe.say({ code: await codeAt("sms", asked) });
    expect(await probe.hear()).toMatchObject({ kind: "done" });
    const records = await probe.hear();
    expect(records).toMatchObject({ kind: "records", positions: [] });
    for (const kind of ["accounts", "balances", "transactions"]) {
      expect((records[kind] as unknown[]).length).toBeGreaterThan(0);
    }
    expect(await probe.hear()).toEqual({ kind: "end" });
    expect(await probe.ended()).toEqual({ code: 0, errors: "" });
    expect((await bank.seen()).at(-1)).toMatchObject({ method: "DELETE", status: 204 });
  });

  test("says why nobody was let in, and ends with 1", async () => {
    const probe = run();
    probe.say(signIn("sms", "wrong"));
    expect(await probe.hear()).toEqual({ kind: "failed", reason: "wrongPassword" });
    expect((await probe.ended()).code).toBe(1);
  });

  test("is left in the middle, and the bank is told", async () => {
    const probe = run();
    probe.say(signIn("sms"));
    expect((await probe.hear()).kind).toBe("enterCode");
    probe.say({ cancel: true });
    expect(await probe.hear()).toEqual({ kind: "failed", reason: "cancelled" });
    expect((await probe.ended()).code).toBe(1);
  });

  test.each<[string, readonly string[], string]>([
    ["an unknown bank", ["--institution", "nobody"], "has no institution nobody"],
    [
      "a bank that the file does not say how to reach",
      ["--institution", "silent"],
      "silent has no connection",
    ],
    ["a file that is not there", ["--institutions", "/nowhere"], "cannot be read"],
    ["a key without its certificate", ["--key", "x"], "npm run bank:probe"],
    ["an option that it does not know", ["--verbose"], "npm run bank:probe"],
  ])("for %s ends with 2 and a sentence", async (_what, more, says) => {
    const { code, errors } = await run(...more).ended();
    expect(code).toBe(2);
    expect(errors).toContain(says);
  });

  test("that is told something else than it asked repeats none of it", async () => {
    const probe = run();
    probe.say({ password: "canary" });
    const { code, errors } = await probe.ended();
    expect(code).toBe(2);
    expect(errors).toContain('wanted {"credentials":');
    expect(errors).not.toContain("canary");
  });
});
