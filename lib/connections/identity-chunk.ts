import type { AspspAccount, AspspHolder } from "#lib/aspsp/records.ts";
import type { AccountId, ConnectionId } from "#lib/kernel/id.ts";
import type { NewChunk } from "#lib/records/chunk.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import { identityPeriod } from "./periods.ts";

type Fact = RecordOf<"identity">;

export interface Identity {
  readonly account: AspspAccount;
  /** None where the consent does not cover names, or the bank tells none. */
  readonly holders: readonly AspspHolder[];
}

/** Who an account is, to be sealed with its records: its investor alone opens it while no grant names it. */
export function identityChunk(
  connectionId: ConnectionId,
  accountId: AccountId,
  { account, holders }: Identity,
  asOf: Date,
): NewChunk {
  const { iban, bban, bic, maskedPan, currency, name, product, accountType } = account;
  const told = Object.entries({ iban, bban, bic, maskedPan, currency, name, product, accountType });
  const facts = told.flatMap(([fact, value]): Fact[] =>
    value ? [{ fact: fact as Fact["fact"], value, share: null }] : [],
  );
  const names = holders.map(({ name: value, share }): Fact => ({ fact: "holder", value, share }));
  return {
    connectionId,
    accountId,
    cluster: "identity",
    ...identityPeriod,
    asOf,
    records: [...facts, ...names],
  };
}
