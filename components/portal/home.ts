import { type ConnectedBank, isToConfirm } from "#components/connections/sitting.ts";
import { mostPressingFirst, todosOf } from "#components/connections/todos.ts";
import type { OwnAskView } from "#lib/asks/view.ts";
import type { ConsentView, ReminderView } from "#lib/consent/view.ts";

export interface Home {
  /** Requests that nobody has answered, the one that lapses first before the others. */
  readonly requests: readonly ConsentView[];
  /** Banks at which something waits, the most pressing first. */
  readonly banks: readonly ConnectedBank[];
  /** Those of them that ask the person to confirm, which one sitting can settle. */
  readonly toConfirm: readonly ConnectedBank[];
  /** Consents in force under which no bank was ever connected. */
  readonly unused: readonly ConsentView[];
  /** Consents of which the person was reminded, or that they were asked to renew; the one that ends first before the others. */
  readonly endings: readonly ConsentView[];
  readonly inForce: readonly ConsentView[];
  readonly connected: readonly ConnectedBank[];
  /** What advisors ask of the person that is still to be done. */
  readonly asks: readonly OwnAskView[];
}

/** What the first page says, from what the investor has. */
export function homeOf(
  consents: readonly ConsentView[],
  banks: readonly ConnectedBank[],
  reminders: readonly ReminderView[],
  asks: readonly OwnAskView[],
): Home {
  const inForce = consents.filter(({ isInForce }) => isInForce);
  const waiting = mostPressingFirst(banks, ({ connection }) => todosOf(connection));
  return {
    requests: consents
      .filter(({ state }) => state === "requested" || state === "presented")
      .sort(by(({ answerBy }) => answerBy)),
    banks: waiting,
    toConfirm: waiting.filter(isToConfirm),
    unused: inForce.filter(({ id }) => banks.every(({ connection }) => connection.consentId !== id)),
    endings: inForce
      .filter(
        ({ id }) =>
          reminders.some(({ consentId }) => consentId === id) || askedFor(asks, "renew", id) !== null,
      )
      .sort(by(({ validUntil }) => validUntil ?? "")),
    inForce,
    connected: banks.filter(({ connection }) => connection.state !== "ended"),
    asks,
  };
}

/** Who asked for it, and when; `null` where nobody did. */
export const askedFor = (
  asks: readonly OwnAskView[],
  what: OwnAskView["what"],
  about: string,
): OwnAskView | null => asks.find((ask) => ask.what === what && ask.about === about) ?? null;

const by =
  <T>(key: (one: T) => string) =>
  (one: T, other: T): number =>
    key(one).localeCompare(key(other));
