import type { ConnectionView } from "#lib/connections/view.ts";

export type Todo = "goOn" | "link" | "confirm" | "credential" | "choose" | "new";

/** What a bank waits for first, then what keeps anything from being read, then what may be decided at leisure. */
const order: readonly Todo[] = ["goOn", "confirm", "credential", "choose", "link", "new"];

/** Those at which something waits, the most pressing first. */
export function mostPressingFirst<T>(items: readonly T[], todos: (item: T) => readonly Todo[]): readonly T[] {
  const rankOf = (item: T): number => Math.min(...todos(item).map((todo) => order.indexOf(todo)));
  return items.filter((item) => todos(item).length > 0).sort((one, other) => rankOf(one) - rankOf(other));
}

/** What waits for the investor at one bank, the most pressing first. */
export function todosOf(connection: ConnectionView): readonly Todo[] {
  const { state, needs, authorisationId, accounts } = connection;
  if (state === "ended") return [];
  const todos: Todo[] = [];
  if (authorisationId) todos.push("goOn");
  else if (needs) todos.push(needs);
  else if (state === "linking") todos.push("link");
  if (state === "choosing") todos.push("choose");
  if (state === "active" && accounts.offered > 0) todos.push("new");
  return todos;
}
