import { z } from "zod";
import { currencySchema } from "#lib/kernel/money.ts";
import { type BookAsked, bookColumns, bookHorizons, bookStates, bookTodos } from "./book-view.ts";

const sorts = bookColumns.flatMap((column) => [column, `-${column}`]);

const querySchema = z.object({
  in: currencySchema.nullable().catch(null),
  over: z.enum(bookHorizons).catch("day"),
  sort: z
    .string()
    .refine((text) => sorts.includes(text))
    .catch("name"),
  q: z
    .string()
    .max(100)
    .transform((text) => text.trim())
    .catch(""),
  state: z.enum(bookStates).nullable().catch(null),
  todo: z.enum(bookTodos).nullable().catch(null),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

/** What an address asks of the book. What it says wrongly counts as not said. */
export function parseBookQuery(
  parameters: Readonly<Record<string, string | string[] | undefined>>,
): BookAsked {
  const { in: base, over, sort, q, state, todo, page } = querySchema.parse({ ...parameters });
  const isDescending = sort.startsWith("-");
  const column = bookColumns.find((one) => one === sort.replace("-", "")) ?? "name";
  return { base, over, sort: column, isDescending, search: q, state, todo, page };
}
