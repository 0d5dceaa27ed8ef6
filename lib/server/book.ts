import "server-only";

import type { Context } from "#lib/access/context.ts";
import { parseBookQuery } from "#lib/portfolio/book-query.ts";
import type { BookView } from "#lib/portfolio/book-view.ts";
import { readBook } from "#lib/portfolio/read-book.ts";
import type { Query } from "./page.ts";
import { readRates } from "./rates.ts";
import { recordKeys } from "./record-keys.ts";

/** The book as the page's address asks for it, with what this process opens summaries by. */
export async function readOwnBook(ctx: Context, query: Query): Promise<BookView> {
  const means = { keys: await recordKeys(), rates: await readRates(ctx) };
  return readBook(ctx, means, parseBookQuery(await query));
}
