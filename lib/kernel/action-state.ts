import type { ErrorCode } from "./errors.ts";

/** What a form shows after its action ran. `values` is what was typed, so that nothing is lost; never a secret. */
export type ActionState<T = null> =
  | { readonly status: "idle" }
  | { readonly status: "done"; readonly value: T }
  | {
      readonly status: "invalid";
      readonly fields: Readonly<Record<string, readonly string[]>>;
      readonly values: Readonly<Record<string, string>>;
    }
  | {
      readonly status: "failed";
      readonly code: ErrorCode;
      /** One sentence of what happened and what to do, in the reader's language. */
      readonly title: string;
      readonly requestId: string;
      readonly values: Readonly<Record<string, string>>;
    };

/** A server action as a form takes it (React's `useActionState`). */
export type FormAction<T = null> = (previous: ActionState<T>, form: FormData) => Promise<ActionState<T>>;

export const idle: ActionState<never> = { status: "idle" };
