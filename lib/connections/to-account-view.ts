import { severalCurrencies } from "#lib/aspsp/records.ts";
import type { AccountId } from "#lib/kernel/id.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import type { RecordOf } from "#lib/records/shapes.ts";
import type { Account } from "./account-repository.ts";
import type { Connection } from "./connection.ts";
import type { OfferedAccountView } from "./view.ts";

/** An account with what was sealed of it; of one that nobody wants read there is nothing sealed. */
export function toAccountView(
  { accountId, kind, currency, state }: Account,
  connection: Pick<Connection, "state">,
  chunks: readonly Chunk[],
): OfferedAccountView {
  const { name, product, maskedNumber } = namesOf(accountId, chunks);
  return {
    ...{ id: accountId, kind, state },
    currency: currency === severalCurrencies ? null : currency,
    ...{ name, product, maskedNumber },
    isNew: state === "offered" && connection.state === "active",
  };
}

export interface AccountNames {
  /** The account's own, given by the person or the bank. */
  readonly name: string | null;
  readonly product: string | null;
  /** All but its last four characters hidden. */
  readonly maskedNumber: string | null;
}

/** What an account is called, out of what was opened: `null` where the bank did not say, or where it may not be seen. */
export function namesOf(accountId: AccountId, chunks: readonly Chunk[]): AccountNames {
  return namesIn(
    chunks.flatMap((chunk) =>
      chunk.cluster === "identity" && chunk.accountId === accountId ? chunk.records : [],
    ),
  );
}

/** The same out of an account's own facts. */
export function namesIn(facts: readonly RecordOf<"identity">[]): AccountNames {
  const told = new Map<string, string>(facts.map(({ fact, value }) => [fact, value]));
  const number = told.get("iban") ?? told.get("bban") ?? told.get("maskedPan") ?? null;
  return {
    name: told.get("name") ?? null,
    product: told.get("product") ?? null,
    maskedNumber: number && masked(number),
  };
}

const masked = (number: string): string => `••••${number.replaceAll(/[^\p{L}\p{N}]/gu, "").slice(-4)}`;
