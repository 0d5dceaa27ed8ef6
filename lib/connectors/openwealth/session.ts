import type { BankReader, RefusedAnswer } from "#lib/aspsp/bank-access.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { AspspAccount } from "#lib/aspsp/records.ts";
import type { AspspSession, ListEnd, TransactionQuery } from "#lib/aspsp/session.ts";
import { unpackHandle } from "./account-handle.ts";
import { toCashEntry } from "./cash-entry.ts";
import { custodyWith } from "./custody.ts";
import { toInvestmentEntries } from "./investment-entries.ts";
import { accountsOfCustomers, type CustomerAccount, toAspspAccount } from "./list-accounts.ts";
import { once } from "./once.ts";
import type { OpenWealthInstitution, OpenWealthSettings } from "./openwealth-institution.ts";
import { portfoliosOf } from "./portfolios.ts";
import { isMoney, type PositionAnswer, toBalance, toPosition } from "./position.ts";
import { toFailure } from "./problem.ts";
import { positionsOfAccount } from "./read-positions.ts";
import { transactionsOfCustomer } from "./read-transactions.ts";
import type { TransactionAnswer } from "./transaction.ts";

type ReaderFor = (meaning: (refused: RefusedAnswer) => AspspError) => BankReader;

const whole: ListEnd = { isUnchanged: false, mark: null };

/**
 * Records under one grant. The standard tells transactions by customer and money as a position, so that one answer
 * serves several accounts and products: each is asked for once in a session, and nothing is told before it is whole.
 */
export function openSession(
  institution: OpenWealthInstitution,
  { now }: OpenWealthSettings,
  readerFor: ReaderFor,
  hasTokens: boolean,
): AspspSession {
  const custody = custodyWith(
    institution,
    now,
    readerFor((refused) => toFailure(refused, hasTokens)),
  );
  const [accounts, positions, transactions] = [
    once<readonly CustomerAccount[]>(),
    once<readonly PositionAnswer[]>(),
    once<readonly TransactionAnswer[]>(),
  ];
  const allAccounts = () => accounts("", () => accountsOfCustomers(custody));
  const positionsOf = ({ handle }: AspspAccount) => {
    const { accountId } = unpackHandle(handle);
    return positions(accountId, () => positionsOfAccount(custody, accountId));
  };
  const transactionsOf = ({ handle }: AspspAccount, { from, to, withPending }: TransactionQuery) => {
    const { customerId } = unpackHandle(handle);
    const days = { from, withPending, ...(to === undefined ? {} : { to }) };
    const question = JSON.stringify([customerId, days]);
    return transactions(question, () => transactionsOfCustomer(custody, customerId, days));
  };

  return {
    async *accounts() {
      for (const one of await allAccounts()) yield toAspspAccount(one);
    },
    holders: notOffered,
    async *balances(account) {
      for (const one of await positionsOf(account)) if (isMoney(one)) yield toBalance(one);
    },
    async *positions(account) {
      for (const one of await positionsOf(account)) if (!isMoney(one)) yield toPosition(one);
    },
    async *transactions(account, query) {
      const { accountId } = unpackHandle(account.handle);
      for (const one of await transactionsOf(account, query)) {
        const entry = toCashEntry(one, accountId);
        if (entry) yield entry;
      }
      return whole;
    },
    async *investmentTransactions(account, query) {
      const { accountId } = unpackHandle(account.handle);
      for (const one of await transactionsOf(account, query)) yield* toInvestmentEntries(one, accountId);
      return whole;
    },
    async *portfolios() {
      yield* portfoliosOf(await allAccounts());
    },
  };
}

/** The custody services name no holders. That is not the same as having none. */
// biome-ignore lint/correctness/useYield: it ends before the first record
async function* notOffered(): AsyncGenerator<never, never> {
  throw new AspspError("notSupported", { call: "holders" });
}
