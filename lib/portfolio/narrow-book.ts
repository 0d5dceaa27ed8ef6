import { needAfter } from "#lib/connections/judge-failure.ts";
import type { GrantedReading } from "#lib/connections/list-granted-readings.ts";
import type { StandingView } from "#lib/consent/view.ts";
import type { BookAsked, BookFactsView, BookState, BookTodo } from "./book-view.ts";

const dayMs = 86_400_000;
/** From so many days before its end on a consent is something to do, which is when the first reminder goes out. */
const soonDays = 30;

/** What waits at a client: the bank asks them to confirm, it was not read, the consent ends soon, accounts are new. */
export function todosOf(consent: StandingView, reading: GrantedReading | undefined): readonly BookTodo[] {
  const todos: BookTodo[] = [];
  const needs = (reading?.reasons ?? []).map((reason) => needAfter(reason) !== null);
  if (needs.includes(true)) todos.push("confirm");
  if (reading && reading.failed > 0 && (needs.includes(false) || needs.length === 0)) todos.push("failed");
  if (endsSoon(consent)) todos.push("expiring");
  if (reading && reading.unread > 0) todos.push("unread");
  return todos;
}

const endsSoon = ({ isInForce, validUntil, asOf }: StandingView): boolean =>
  isInForce && validUntil !== null && Date.parse(validUntil) - Date.parse(asOf) <= soonDays * dayMs;

/** Tells of each client whether they are among those that were asked for. */
export function finderOf({ search, state, todo }: BookAsked): (row: BookFactsView) => boolean {
  const words = folded(search).split(/\s+/).filter(Boolean);
  return (row) => {
    if (state !== null && stateOf(row.consent) !== state) return false;
    if (todo !== null && !row.todos.includes(todo)) return false;
    if (words.length === 0) return true;
    const name = folded(row.name ?? "");
    return words.every((word) => name.includes(word));
  };
}

export const stateOf = ({ isInForce, isAnswerable }: StandingView): BookState =>
  isInForce ? "inForce" : isAnswerable ? "asked" : "ended";

/** However capitals and accents are written. */
const folded = (text: string): string => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
