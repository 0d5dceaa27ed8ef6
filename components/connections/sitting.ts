import type { ConnectionView } from "#lib/connections/view.ts";
import { mostPressingFirst, todosOf } from "./todos.ts";

/** A bank with its name, as the operator lists it. */
export interface ConnectedBank {
  readonly connection: ConnectionView;
  readonly bank: string;
}

/** Whether the bank waits for the person to confirm who they are: what several banks in one sitting are about. */
export const isToConfirm = ({ connection }: ConnectedBank): boolean =>
  todosOf(connection).some((todo) => todo === "goOn" || todo === "confirm" || todo === "link");

/** The next of the banks that ask the person to confirm, once this one is settled. */
export function nextInLine(
  banks: readonly ConnectedBank[],
  settled: string,
): { readonly next: ConnectedBank; readonly count: number } | null {
  const waiting = banks.filter(isToConfirm);
  if (waiting.some(({ connection }) => connection.id === settled)) return null;
  const [next] = mostPressingFirst(waiting, ({ connection }) => todosOf(connection));
  return next ? { next, count: waiting.length } : null;
}
