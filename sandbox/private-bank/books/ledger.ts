import type { Day } from "../../bank/family/days.ts";
import type { CustodyAccount } from "../wealth/custody-account.ts";
import type { Instrument } from "../wealth/instrument.ts";
import type { Relationship } from "../wealth/plan.ts";
import { dueUntil } from "./calendar.ts";
import { createDraft, positionKey } from "./draft.ts";
import type { Entry } from "./entry.ts";
import { divide, type Fixed } from "./fixed.ts";
import { worthOf } from "./trades.ts";

/** A relationship's books as they stand on one day. */
export interface Ledger {
  readonly relation: Relationship;
  readonly today: Day;
  /** Oldest first. */
  readonly entries: readonly Entry[];
}

/** What an account holds of one thing at the end of a day. */
export interface Holding {
  readonly account: CustodyAccount;
  readonly instrument: Instrument | null;
  readonly quantity: Fixed;
  /** What was paid for it, in its own currency and without costs. */
  readonly cost: Fixed;
}

const kept = new Map<string, Ledger>();
const ledgersKept = 20;

/** The books are made of the relationship's plan and the day alone, so they are made once and kept. */
export function ledgerOf(relation: Relationship, today: Day): Ledger {
  const key = `${relation.key} ${relation.accounts.length} ${relation.lines.length} ${today}`;
  const known = kept.get(key);
  if (known) return known;
  const draft = createDraft(relation);
  for (const one of dueUntil(relation, today)) one.act(draft);
  const ledger = { relation, today, entries: draft.entries };
  kept.set(key, ledger);
  for (const oldest of kept.keys()) {
    if (kept.size <= ledgersKept) break;
    kept.delete(oldest);
  }
  return ledger;
}

/** Every account's holdings when a day ended: the sum of what moved until then, and nothing else. */
export function holdingsAt({ relation, entries }: Ledger, day: Day): readonly Holding[] {
  const found = new Map<string, Holding>();
  for (const entry of entries) {
    if (entry.day > day) break;
    for (const { account, instrument, quantity, price } of entry.movements) {
      const key = positionKey(account, instrument);
      const before = found.get(key) ?? { account, instrument, quantity: 0n, cost: 0n };
      found.set(key, {
        ...before,
        quantity: before.quantity + quantity,
        cost: costAfter(before, quantity, price),
      });
    }
  }
  const inOrder = relation.accounts.flatMap((account) =>
    [...found.values()].filter((holding) => holding.account.id === account.id),
  );
  return inOrder.filter(({ instrument, quantity }) => instrument === null || quantity !== 0n);
}

/** What leaves takes its part of the cost along; what comes without a price costs nothing. */
function costAfter({ instrument, quantity, cost }: Holding, moved: Fixed, price: Fixed | undefined): Fixed {
  if (instrument === null) return 0n;
  if (moved < 0n) return quantity === 0n ? 0n : cost + divide(cost * moved, quantity);
  return price === undefined ? cost : cost + worthOf(instrument, moved, price);
}
