import { z } from "zod";
import { idSchema } from "#lib/kernel/id.ts";
import { actKinds, actStates } from "./oversight.ts";

/** Which acts a list asks for. What is no kind, state or identifier counts as not asked. */
export function toActFilter({
  filters: { kind, state },
  after,
}: {
  readonly filters: { readonly kind?: string | undefined; readonly state?: string | undefined };
  readonly after: string | null;
}) {
  const asKind = z.enum(actKinds).safeParse(kind).data;
  const asState = z.enum(actStates).safeParse(state).data;
  return {
    filter: { ...(asKind ? { kind: asKind } : {}), ...(asState ? { state: asState } : {}) },
    after: idSchema("act").safeParse(after).data ?? null,
  };
}
