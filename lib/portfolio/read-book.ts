import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { type BookMeans, readBookClients, rowView } from "./book-clients.ts";
import { bookTotal } from "./book-total.ts";
import type { BookAsked, BookView } from "./book-view.ts";
import { finderOf } from "./narrow-book.ts";
import { sortLines } from "./sort-book.ts";

const perPage = 50;

/**
 * A page of the advisor's book. Of whom a version is shown that was not shown before is noted first, so it stands in
 * that client's list of who saw it: the totals are of all clients, so all of them are, on whichever page they stand.
 */
export async function readBook(ctx: Context, means: BookMeans, asked: BookAsked): Promise<BookView> {
  requirePermission(ctx, "book.read");
  const { rates } = means;
  const { clients, reckoner } = await readBookClients(ctx, means, asked, "book");
  const { base } = reckoner;
  const isFound = finderOf(asked);
  const shown = clients.filter(({ row }) => isFound(row));
  const lines = sortLines(shown, asked);
  const pages = Math.max(1, Math.ceil(lines.length / perPage));
  const page = Math.min(asked.page, pages);
  return {
    ...{ asked, base, currencies: rates.currencies, rateSource: rates.source },
    ...{ clients: clients.length, found: lines.length, page, pages },
    rows: lines.slice((page - 1) * perPage, page * perPage).map((client) => rowView(client, base)),
    total: bookTotal(
      shown.map(({ made }) => made),
      base,
    ),
  };
}
