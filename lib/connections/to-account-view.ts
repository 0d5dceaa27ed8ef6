import { severalCurrencies } from "#lib/aspsp/records.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import type { Account } from "./account-repository.ts";
import type { Connection } from "./connection.ts";
import type { OfferedAccountView } from "./view.ts";

/** An account with what was sealed of it; of one that nobody wants read there is nothing sealed. */
export function toAccountView(
  { accountId, kind, currency, state }: Account,
  connection: Pick<Connection, "state">,
  chunks: readonly Chunk[],
): OfferedAccountView {
  const told = new Map<string, string>();
  for (const chunk of chunks) {
    if (chunk.cluster !== "identity" || chunk.accountId !== accountId) continue;
    for (const { fact, value } of chunk.records) told.set(fact, value);
  }
  const number = told.get("iban") ?? told.get("bban") ?? told.get("maskedPan") ?? null;
  return {
    ...{ id: accountId, kind, state },
    currency: currency === severalCurrencies ? null : currency,
    name: told.get("name") ?? null,
    product: told.get("product") ?? null,
    maskedNumber: number && masked(number),
    isNew: state === "offered" && connection.state === "active",
  };
}

const masked = (number: string): string => `••••${number.replaceAll(/[^\p{L}\p{N}]/gu, "").slice(-4)}`;
