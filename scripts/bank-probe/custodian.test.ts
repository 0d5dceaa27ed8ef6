import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { visitor } from "#sandbox/bank/visitor-for-test.ts";
import { cardFor } from "#sandbox/private-bank/custodian-for-test.ts";
import { privatePassword } from "#sandbox/private-bank/private-bank.ts";
import { writeInstitutions } from "#scripts/runtime/institutions.ts";
import { countsOf, type Line, runProbe } from "#scripts/testing/bank-probe.ts";
import { type PrivateBank, startPrivateBank } from "#scripts/testing/private-bank.ts";

let bank: PrivateBank;
let folder: string;
let file: string;

beforeAll(async () => {
  bank = await startPrivateBank();
  folder = mkdtempSync(join(tmpdir(), "probe-"));
  const { retail, privateBank, tls } = bank.custodian.sandbox.config;
  const ports = {
    retailApi: retail.apiPort,
    retailPage: retail.pagePort,
    privateApi: privateBank.apiPort,
    privatePage: privateBank.pagePort,
  };
  file = writeInstitutions(folder, ports, tls.cert);
});
afterAll(async () => {
  await bank.close();
  rmSync(folder, { recursive: true });
});

const run = (...more: readonly string[]) => runProbe(file, "sandbox-private", ...more);
const signIn = (contract: string) => ({
  credentials: { contract, password: privatePassword, card: cardFor(contract) },
});

async function recordsAfter(probe: ReturnType<typeof run>): Promise<Line> {
  expect(await probe.hear()).toMatchObject({ kind: "done" });
  const records = await probe.hear();
  expect(await probe.hear()).toEqual({ kind: "end" });
  expect(await probe.ended()).toEqual({ code: 0, errors: "" });
  expect((await bank.seen()).at(-1)?.method).not.toBe("GET");
  return records;
}

describe("the probe of the demo's private bank", () => {
  test("goes over a code to what is held there and what happened to it", async () => {
    const probe = run("--from", "2024-01-01");
    probe.say(signIn("sms@probe"));
    const asked = await probe.hear();
    probe.say({ code: (await bank.codeFor("sms@probe", asked as never)).reveal() });
    const counts = countsOf(await recordsAfter(probe));
    expect(counts).toMatchObject({ accounts: 6, balances: 4 });
    expect(counts.positions).toBeGreaterThan(15);
    expect(counts.transactions).toBeGreaterThan(100);
    expect(counts.investmentTransactions).toBeGreaterThan(50);
  });

  test("waits for an approval as long as the script asks", async () => {
    const probe = run();
    probe.say(signIn("push@probe"));
    expect(await probe.hear()).toMatchObject({ kind: "approveElsewhere" });
    probe.say({ poll: true });
    expect(await probe.hear()).toMatchObject({ kind: "approveElsewhere" });
    await bank.decide("push@probe", "approve");
    probe.say({ poll: true });
    expect(countsOf(await recordsAfter(probe)).positions).toBeGreaterThan(0);
  });

  test("goes over the bank's own page", async () => {
    const probe = run("--return-to", "https://licet.example/bank/return");
    probe.say(signIn("key.new-account@probe"));
    const away = await probe.hear();
    expect(away.kind).toBe("redirect");
    const page = visitor((await visitor(String(away.url)).open()).location?.href ?? "");
    const { location } = await page.decline();
    probe.say({ redirected: location?.href });
    expect(await probe.hear()).toMatchObject({ kind: "failed", reason: "declined" });
    expect((await probe.ended()).code).toBe(1);
  });
});
