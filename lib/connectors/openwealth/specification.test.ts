import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { BankAnswer, ReadCall } from "#lib/aspsp/bank-access.ts";
import { misfits, undescribed } from "#sandbox/bank/schema-for-test.ts";
import { specification } from "#sandbox/specification-for-test.ts";
import { allOf } from "#scripts/testing/all-of.ts";
import { type PrivateBank, startPrivateBank } from "#scripts/testing/private-bank.ts";
import { reading } from "#scripts/testing/retail-bank.ts";

const openWealth = specification("openwealth-custody-3.2.0.yaml", "OpenWealth");
const problems: string[] = [];
let checked = 0;

/** What was asked and what was answered, held against the specification. */
function check({ url, headers }: ReadCall, answer: BankAnswer): void {
  const { pathname, searchParams } = new URL(url);
  const path = pathname.replace(/^\/openwealth[^/]*\/v3/, "");
  const parameters = openWealth.resolve("#/components/parameters") as Record<string, { name?: string }>;
  const named = Object.values(parameters).map(({ name }) => name);
  const unknown = [...searchParams.keys()].filter((name) => !named.includes(name));
  const shape = openWealth.shapeOf("GET", path, answer.status);
  const schema = shape?.content?.["application/json"]?.schema;
  const body: unknown = JSON.parse(answer.body.toString());
  const found = schema
    ? [...misfits(body, schema, openWealth.resolve), ...undescribed(body, schema, openWealth.resolve)]
    : ["is not described"];
  checked += 1;
  problems.push(...found.map((problem) => `${path} ${problem}`));
  problems.push(...unknown.map((name) => `${path} is asked for ${name}`));
  if (headers?.["x-correlation-id"] !== answer.header("x-correlation-id"))
    problems.push(`${path} is not answered to its caller`);
}

describe.skipIf(!openWealth.isThere)("what is asked of the private bank and what it answers", () => {
  let bank: PrivateBank;
  beforeAll(async () => {
    bank = await startPrivateBank(check);
  });
  afterAll(() => bank.close());

  test.each([
    ["sms", "paged"],
    ["chip", ""],
    ["exempt", "paged.empty-page"],
  ])("fits the specification while everything of %s is read", async (person, words) => {
    const connector = bank.connector(words, { readsDayRanges: false });
    const session = connector.open(await bank.link(connector, `${person}@spec`), reading());
    for (const account of await allOf(session.accounts())) {
      await allOf(session.balances(account));
      await allOf(session.positions(account));
      for (const [from, to] of [
        ["2021-08-25", "2021-09-05"],
        ["2024-03-10", "2024-03-20"],
      ] as const)
        await allOf(session.investmentTransactions(account, { from, to, withPending: false }));
    }
    expect(problems).toEqual([]);
    expect(checked).toBeGreaterThan(20);
  });
});
