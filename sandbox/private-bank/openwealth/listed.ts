import type { ApiCall } from "../../bank/xs2a/api.ts";
import { faultyList } from "../../bank/xs2a/faulty-list.ts";
import { ordered } from "../../bank/xs2a/tampered.ts";
import type { CustodyAnswer } from "./api.ts";
import { pageOf } from "./paging.ts";
import { tampered } from "./tampered.ts";

const endless = { head: "[", entry: `{"id":"x","type":"buy","transactionDate":"2024-01-02"}`, tail: "]" };

/** A list of customers or accounts: faulty only where faults are asked for everywhere. */
export function listed<Item>(
  call: ApiCall,
  items: readonly Item[],
  json: (item: Item) => object,
): CustodyAnswer {
  const { items: onPage, headers } = pageOf(call, items);
  const body = onPage.map(json);
  return (call.speaks("everywhere") ? faultyList(call, body, endless) : null) ?? { body, headers };
}

/** A list of positions or transactions, which words may spoil. */
export function listedEntries<Item extends object>(
  call: ApiCall,
  items: readonly Item[],
  json: (item: Item) => object,
): CustodyAnswer {
  const { items: onPage, headers, isFirst } = pageOf(call, ordered(call, items));
  const body = onPage.map(json);
  const spoilt = isFirst ? tampered(call, body) : body;
  return faultyList(call, spoilt, endless) ?? { body: spoilt, headers };
}
