import { afterAll, beforeAll } from "vitest";

import { Secret } from "#lib/kernel/secret.ts";
import { demoPassword } from "#sandbox/bank/family/people.ts";
import { describeConnector } from "#scripts/testing/connector-contract.ts";
import { linkRequest, type RetailBank, reading, startRetailBank } from "#scripts/testing/retail-bank.ts";

let bank: RetailBank;
beforeAll(async () => {
  bank = await startRetailBank();
});
afterAll(() => bank.close());

let run = 0;

describeConnector("XS2A, embedded", async () => {
  run += 1;
  const good = `sms@contract${run}`;
  return {
    connector: bank.connector(),
    good: linkRequest(good),
    typed: [good, demoPassword],
    bad: linkRequest(`sms@bad${run}`, {
      credentials: { userId: new Secret(`sms@bad${run}`), pin: new Secret("not it") },
    }),
    answer: async (step) => ({ kind: "code", code: await bank.codeFor(good, step) }),
    reading: reading(),
    from: "2024-01-01",
    callsSeen: async () => (await bank.seen()).length,
  };
});

describeConnector("XS2A, decoupled", async () => {
  run += 1;
  const good = `push@contract${run}`;
  return {
    connector: bank.connector("", { approach: "decoupled" }),
    good: linkRequest(good),
    typed: [good, demoPassword],
    bad: linkRequest(`push.wrong-password@${run}`),
    answer: async () => {
      await bank.decide(good, "approve");
      return null;
    },
    reading: reading(),
    from: "2024-01-01",
    callsSeen: async () => (await bank.seen()).length,
  };
});
