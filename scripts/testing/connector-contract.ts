import { inspect } from "node:util";
import { describe, expect, test } from "vitest";

import type { Connector, Product } from "#lib/aspsp/connector.ts";
import type { DialogReply, DialogStep } from "#lib/aspsp/dialog.ts";
import { toIsin } from "#lib/aspsp/isin.ts";
import type { LinkRequest } from "#lib/aspsp/link-request.ts";
import type { AspspAccount } from "#lib/aspsp/records.ts";
import type { AspspSession, Reading } from "#lib/aspsp/session.ts";
import { currencySchema, decimalSchema } from "#lib/kernel/money.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { allOf } from "./all-of.ts";

/** A bank as a contract test needs it: somebody who can link, somebody who cannot, and their phone. */
export interface Scenario {
  readonly connector: Connector;
  readonly good: LinkRequest;
  readonly bad: LinkRequest;
  /** What `good` types, which no step may show. */
  readonly typed: readonly string[];
  /** The right answer to what `good` is asked; `null` while the person acts elsewhere. */
  answer(step: DialogStep): Promise<DialogReply | null>;
  readonly reading: Reading;
  readonly from: string;
  /** How many calls the bank has seen. */
  callsSeen(): Promise<number>;
}

/** Every verb of the port. What is not here, no connector has. */
const verbs = ["begin", "cancel", "capabilities", "close", "end", "institutionId", "open", "poll", "resume"];

const signal = () => AbortSignal.timeout(30_000);

/** What the rest of the system relies on. Every connector runs this, on a bank of its own. */
export function describeConnector(name: string, arrange: () => Promise<Scenario>): void {
  const link = async ({ connector, good, answer }: Scenario) => {
    let step = await connector.begin(good, signal());
    for (let turn = 0; "dialog" in step && turn < 20; turn++) {
      const given = await answer(step);
      step = given
        ? await connector.resume(step.dialog, given, signal())
        : await connector.poll(step.dialog, signal());
    }
    if (step.kind !== "done") throw new Error(`expected access, got ${inspect(step)}`);
    return step.grant;
  };
  const firstQuestion = async ({ connector, good }: Scenario) => {
    const step = await connector.begin(good, signal());
    if (!("dialog" in step)) throw new Error(`expected a question, got ${step.kind}`);
    return step;
  };

  describe(`${name} keeps the connector contract`, () => {
    test("has the port's verbs and no other", async () => {
      const { connector } = await arrange();
      expect(Object.keys(connector).sort()).toEqual(verbs);
    });

    test("refuses wrong credentials as a step and not as an exception", async () => {
      const { connector, bad } = await arrange();
      expect(await connector.begin(bad, signal())).toMatchObject({ kind: "credentialsRejected" });
    });

    test("takes no wrong code", async () => {
      const scenario = await arrange();
      const step = await firstQuestion(scenario);
      const code = { kind: "code", code: new Secret("00") } as const;
      const next = await scenario.connector.resume(step.dialog, code, signal());
      expect(next.kind).not.toBe("done");
    });

    test("lists accounts once the person has confirmed, every field of them well-formed", async () => {
      const scenario = await arrange();
      const session = scenario.connector.open(await link(scenario), scenario.reading);
      const accounts = await allOf(session.accounts());
      expect(accounts.length).toBeGreaterThan(0);
      expect(new Set(accounts.map(({ handle }) => handle)).size).toBe(accounts.length);
      for (const { currency } of accounts) expect(currencySchema.safeParse(currency).success).toBe(true);
    });

    test("writes amounts as exact decimals, with a currency", async () => {
      const scenario = await arrange();
      const { connector, reading, from } = scenario;
      const session = connector.open(await link(scenario), reading);
      for (const account of await allOf(session.accounts())) {
        for (const { amount, currency } of await moneyOf(connector, session, account, from)) {
          expect(decimalSchema.safeParse(amount).success).toBe(true);
          expect(currencySchema.safeParse(currency).success).toBe(true);
        }
      }
    });

    test("writes what is held and what happened to it as exact decimals too", async () => {
      const scenario = await arrange();
      const { connector, reading, from } = scenario;
      const session = connector.open(await link(scenario), reading);
      for (const account of await allOf(session.accounts())) {
        for (const record of await investmentsOf(connector, session, account, from)) {
          expect(record.isin === null || toIsin(record.isin) === record.isin).toBe(true);
          for (const figure of [record.quantity, record.price])
            expect(figure === null || decimalSchema.safeParse(figure).success).toBe(true);
        }
      }
    });

    test("says that a product is not offered, and lists nothing for it", async () => {
      const scenario = await arrange();
      const session = scenario.connector.open(await link(scenario), scenario.reading);
      const account = (await allOf(session.accounts()))[0];
      if (!account) throw new Error("no account");
      const lists: Partial<Record<Product, () => AsyncIterable<unknown>>> = {
        holders: () => session.holders(account),
        positions: () => session.positions(account),
        investmentTransactions: () =>
          session.investmentTransactions(account, { from: scenario.from, withPending: true }),
        portfolios: () => session.portfolios(),
      };
      for (const [product, list] of Object.entries(lists)) {
        if (scenario.connector.capabilities.products.has(product as Product)) continue;
        await expect(allOf(list())).rejects.toMatchObject({ reason: "notSupported" });
      }
    });

    test("leaves a place in the dialog once, and the bank hears nothing of a second time", async () => {
      const scenario = await arrange();
      const { connector } = scenario;
      const step = await firstQuestion(scenario);
      await connector.cancel(step.dialog, signal());
      const before = await scenario.callsSeen();
      const code = { kind: "code", code: new Secret("1") } as const;
      await expect(connector.resume(step.dialog, code, signal())).rejects.toMatchObject({
        reason: "interrupted",
      });
      await expect(connector.poll(step.dialog, signal())).rejects.toMatchObject({ reason: "interrupted" });
      expect(await scenario.callsSeen()).toBe(before);
    });

    test("stops when it is told to", async () => {
      const { connector, good } = await arrange();
      await expect(connector.begin(good, AbortSignal.abort(new Error("left")))).rejects.toThrow("left");
    });

    test("asks for nothing where reading is refused at the last moment", async () => {
      const scenario = await arrange();
      const grant = await link(scenario);
      const before = await scenario.callsSeen();
      const session = scenario.connector.open(grant, {
        ...scenario.reading,
        whileWriting: async () => {
          throw new Error("the consent has ended");
        },
      });
      await expect(allOf(session.accounts())).rejects.toThrow("the consent has ended");
      expect(await scenario.callsSeen()).toBe(before);
    });

    test("reads nothing more once access has been ended, and ending it twice is ending it", async () => {
      const scenario = await arrange();
      const { connector, reading } = scenario;
      const grant = await link(scenario);
      await connector.end(grant, signal());
      await connector.end(grant, signal());
      await expect(allOf(connector.open(grant, reading).accounts())).rejects.toMatchObject({
        reason: expect.stringMatching(/^(?:consent|token)/),
      });
    });

    test("shows no secret in a step", async () => {
      const scenario = await arrange();
      const step = await firstQuestion(scenario);
      const shown = inspect(step, { depth: 12 }) + JSON.stringify(step);
      for (const typed of scenario.typed) expect(shown).not.toContain(typed);
    });
  });
}

async function moneyOf(
  { capabilities: { products } }: Connector,
  session: AspspSession,
  account: AspspAccount,
  from: string,
): Promise<{ amount: string; currency: string }[]> {
  const balances = products.has("balances") ? await allOf(session.balances(account)) : [];
  if (!products.has("transactions")) return balances;
  const query = { from, withPending: true };
  return [...balances, ...(await allOf(session.transactions(account, query)))];
}

interface Invested {
  readonly isin: string | null;
  readonly quantity: string | null;
  readonly price: string | null;
}

async function investmentsOf(
  { capabilities: { products } }: Connector,
  session: AspspSession,
  account: AspspAccount,
  from: string,
): Promise<Invested[]> {
  const held = products.has("positions") ? await allOf(session.positions(account)) : [];
  if (!products.has("investmentTransactions")) return held;
  const query = { from, withPending: true };
  return [...held, ...(await allOf(session.investmentTransactions(account, query)))];
}
