import { type CashAccount, cashAccounts } from "../family/cash-accounts.ts";
import { type Day, daysIn, dueDay, firstDayOf, type Month, monthOf, monthText } from "../family/days.ts";
import {
  type Exchange,
  type Habit,
  type Monthly,
  type Party,
  price,
  rateOf,
  type Settlement,
  type Shop,
  type Shopping,
  type TransactionCode,
} from "../family/habits.ts";
import { convert } from "../family/money.ts";
import { randomFrom } from "../family/random.ts";

/** One entry of an account, booked or still to be. What it says never changes: the same day gives the same entry. */
export interface Booking {
  readonly reference: string;
  /** When it was bought or ordered; from then until `bookedOn` it is pending. */
  readonly orderedOn: Day;
  readonly bookedOn: Day;
  readonly valuedOn: Day;
  readonly minor: bigint;
  readonly party: Party;
  readonly text: string;
  readonly code: TransactionCode;
  readonly exchange?: { readonly from: string; readonly to: string; readonly rateTenThousandths: bigint };
  readonly shop?: Shop;
  /** What was paid at the shop, where it has another currency. */
  readonly original?: { readonly minor: bigint; readonly currency: string };
}

/** The month in which the family opened its accounts; the first entry of each is what it brought along. */
const openedIn: Month = 2018 * 12 + 8;
const heldDays = 2;

/** All entries up to a day, oldest first, pending ones included. `volume` multiplies the shopping. */
export function bookingsUntil(account: CashAccount, today: Day, volume = 1): readonly Booking[] {
  const entries = [opening(account)];
  for (let month = openedIn + 1; month <= monthOf(today); month++) {
    entries.push(...bookingsOfMonth(account, month, volume));
  }
  return entries
    .filter((entry) => entry.orderedOn <= today)
    .sort((a, b) => a.bookedOn - b.bookedOn || (a.reference < b.reference ? -1 : 1));
}

function opening(account: CashAccount): Booking {
  const day = dueDay(openedIn, 3);
  return {
    reference: `${account.id}-opening`,
    orderedOn: day,
    bookedOn: day,
    valuedOn: day,
    minor: account.openingMinor,
    party: { name: "Transfer of balance" },
    text: "Opening of the account",
    code: "PMNT-RCDT-ESCT",
  };
}

function bookingsOfMonth(account: CashAccount, month: Month, volume: number): Booking[] {
  return account.habits.flatMap((habit, at) => {
    const stem = `${account.id}-${monthText(month)}-${at}`;
    return bookingsOfHabit(account, habit, month, stem, volume);
  });
}

function bookingsOfHabit(
  account: CashAccount,
  habit: Habit,
  month: Month,
  stem: string,
  volume: number,
): Booking[] {
  switch (habit.kind) {
    case "monthly":
      return isDue(month, habit.everyMonths ?? 1) ? [monthlyBooking(habit, month, stem)] : [];
    case "exchange":
      return isDue(month, habit.everyMonths) ? [exchangeBooking(habit, month, stem)] : [];
    case "shopping":
      return purchases(account, habit, month, stem, volume);
    case "settlement":
      return settlement(habit, month, stem, volume);
  }
}

const isDue = (month: Month, everyMonths: number): boolean => (month - openedIn) % everyMonths === 0;

function monthlyBooking(habit: Monthly, month: Month, stem: string): Booking {
  const years = BigInt(Math.floor(month / 12) - Math.floor(openedIn / 12));
  const minor = habit.minor + (habit.minor * BigInt(habit.growthPerMille ?? 0) * years) / 1000n;
  const day = dueDay(month, habit.dayOfMonth);
  const { party, text, code } = habit;
  return { reference: stem, ...on(day), minor, party, text: `${text} ${monthText(month)}`, code };
}

function exchangeBooking(habit: Exchange, month: Month, stem: string): Booking {
  const rateTenThousandths = rateOf(habit.from, habit.to, month);
  const day = dueDay(month, habit.dayOfMonth);
  const pays = habit.side === "pays";
  return {
    reference: stem,
    ...on(day),
    minor: pays ? -habit.minor : convert(habit.minor, rateTenThousandths),
    party: habit.party,
    text: `Exchange ${habit.from} into ${habit.to}`,
    code: pays ? "PMNT-IRCT-ICCT" : "PMNT-RRCT-ICCT",
    exchange: { from: habit.from, to: habit.to, rateTenThousandths },
  };
}

function purchases(
  account: CashAccount,
  habit: Shopping,
  month: Month,
  stem: string,
  volume: number,
): Booking[] {
  const random = randomFrom(stem);
  const count = Math.max(0, (habit.perMonth + random.between(-2, 2)) * volume);
  return Array.from({ length: count }, (_, at) => {
    const day = firstDayOf(month) + random.between(0, daysIn(month) - 1);
    const shop = random.pick(habit.shops);
    // A busy account buys more often and not for more, so that it does not end deep in debt.
    const paid = price(random, habit) / BigInt(volume) + 1n;
    const foreign = shop.currency !== undefined && shop.currency !== account.currency ? shop.currency : null;
    const rateTenThousandths = foreign === null ? 10_000n : rateOf(foreign, account.currency, month);
    return {
      reference: `${stem}-${String(at).padStart(3, "0")}`,
      orderedOn: day,
      bookedOn: day + heldDays,
      valuedOn: day + heldDays,
      minor: -convert(paid, rateTenThousandths),
      party: { name: shop.name },
      text: `Card payment ${shop.name}, ${shop.town}`,
      code: account.kind === "card" ? "PMNT-CCRD-POSC" : "PMNT-CCRD-POSD",
      shop,
      ...(foreign === null
        ? {}
        : {
            original: { minor: -paid, currency: foreign },
            exchange: { from: foreign, to: account.currency, rateTenThousandths },
          }),
    };
  });
}

/** Both sides add up the same purchases, so the card and the account that pays it agree to the cent. */
function settlement(habit: Settlement, month: Month, stem: string, volume: number): Booking[] {
  const card = cashAccounts.find(({ id }) => id === habit.card);
  const bought = (card?.habits ?? [])
    .flatMap((one, at) =>
      card && one.kind === "shopping" && month - 1 > openedIn
        ? purchases(card, one, month - 1, `${card.id}-${monthText(month - 1)}-${at}`, volume)
        : [],
    )
    .reduce((sum, { minor }) => sum + minor, 0n);
  if (bought === 0n) return [];
  return [
    {
      reference: stem,
      ...on(dueDay(month, 5)),
      minor: habit.side === "pays" ? bought : -bought,
      party: habit.party,
      text: `Card settlement ${monthText(month - 1)}`,
      code: "PMNT-CCRD-CCRD",
    },
  ];
}

const on = (day: Day) => ({ orderedOn: day, bookedOn: day, valuedOn: day });
