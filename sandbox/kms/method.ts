import type { Right } from "./access.ts";
import type { Key } from "./key.ts";
import type { KeyStore } from "./key-store.ts";
import type { Layout } from "./layout.ts";
import type { Level, Target } from "./names.ts";

export interface Call<Request> {
  readonly request: Request;
  readonly target: Target;
  readonly store: KeyStore;
  readonly layout: Layout;
  readonly now: () => number;
}

/** One method of the service: what it is about, who may call it, and what it answers once that is settled. */
export interface Method<Request> {
  readonly level: Level;
  readonly nameIn: (request: Request) => string;
  readonly right: Right;
  /** The service's own name of the right, which its refusal tells. */
  readonly permission: string;
  readonly answer: (call: Call<Request>) => object;
}

/** A method of any request: only the protobuf definition knows which, and it has checked the message. */
export type AnyMethod = Method<never>;

/** The key that the call was authorised for; whoever is authorised for a key knows that it is in the layout. */
export function keyOf({ store, target }: Pick<Call<unknown>, "store" | "target">): Key {
  const key = store.find(target.key ?? "");
  if (!key) throw new Error(`${target.name} is in the layout and not in the store`);
  return key;
}

/** The version's number; the level was checked when the name was read. */
export const versionIn = (target: Target): number => target.version ?? 0;

export const named = (request: { readonly name: string }): string => request.name;
