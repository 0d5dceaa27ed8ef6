import { afterAll, beforeAll } from "vitest";

import { Secret } from "#lib/kernel/secret.ts";
import { cardFor } from "#sandbox/private-bank/custodian-for-test.ts";
import { privatePassword } from "#sandbox/private-bank/private-bank.ts";
import { describeConnector } from "#scripts/testing/connector-contract.ts";
import { custodyRequest, type PrivateBank, startPrivateBank } from "#scripts/testing/private-bank.ts";
import { reading } from "#scripts/testing/retail-bank.ts";

let bank: PrivateBank;
beforeAll(async () => {
  bank = await startPrivateBank();
});
afterAll(() => bank.close());

let run = 0;
const common = () => ({
  reading: reading(),
  from: "2024-01-01",
  callsSeen: async () => (await bank.seen()).length,
});

describeConnector("OpenWealth, embedded", async () => {
  run += 1;
  const good = `sms@contract${run}`;
  return {
    connector: bank.connector(),
    good: custodyRequest(good),
    typed: [good, privatePassword, cardFor(good)],
    bad: custodyRequest(`sms@bad${run}`, {
      credentials: { ...custodyRequest(`sms@bad${run}`).credentials, password: new Secret("not it") },
    }),
    answer: async (step) => ({ kind: "code", code: await bank.codeFor(good, step) }),
    ...common(),
  };
});

describeConnector("OpenWealth, decoupled", async () => {
  run += 1;
  const good = `push@contract${run}`;
  return {
    connector: bank.connector("", { approach: "decoupled" }),
    good: custodyRequest(good),
    typed: [good, privatePassword, cardFor(good)],
    bad: custodyRequest(`push.wrong-password@${run}`),
    answer: async () => {
      await bank.decide(good, "approve");
      return null;
    },
    ...common(),
  };
});
