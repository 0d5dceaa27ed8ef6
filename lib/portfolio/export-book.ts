import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import { listAllGrantedAccounts } from "#lib/connections/list-granted-accounts.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { currencySchema } from "#lib/kernel/money.ts";
import { readBookClients } from "./book-clients.ts";
import { bookDocument } from "./book-document.ts";
import { type BookHorizon, bookHorizons } from "./book-view.ts";
import type { EntryAccountView } from "./entries-view.ts";
import { type ExportMeans, exportsPerPerson } from "./export-own-wealth.ts";
import { type ExportDocument, type ExportForm, exportForms } from "./export-table.ts";
import { exportWords } from "./export-words.ts";

export interface BookExportAsked {
  readonly as: ExportForm;
  /** What everything is reckoned in; `null` is the usual currency. */
  readonly base: string | null;
  readonly over: BookHorizon;
}

const querySchema = z.object({
  as: z.enum(exportForms),
  in: currencySchema.nullable().catch(null),
  over: z.enum(bookHorizons).catch("day"),
});

/** What an address asks for. A file of another kind than was asked for would be none, so what is wrong is refused. */
export function parseBookExport(parameters: Readonly<Record<string, string | undefined>>): BookExportAsked {
  const { data } = querySchema.safeParse({ in: null, ...parameters });
  if (!data) throw new AppError("request.invalid");
  const { as, in: base, over } = data;
  return { as, base, over };
}

/**
 * A copy of the whole book in the figures of its page, however the page is narrowed. Before the first of it leaves it
 * stands, as a copy, in the list of who saw it of every client of whom it shows anything. It needs a fresh proof of who
 * the advisor is.
 */
export async function exportBook(
  ctx: Context,
  { locale, bankName, ...means }: ExportMeans,
  { name, ...asked }: Omit<BookExportAsked, "as"> & { readonly name: string },
): Promise<ExportDocument> {
  const { personId } = requirePerson(ctx, "book.read");
  requireFreshAuthentication(ctx);
  await takeTurn(ctx, exportsPerPerson, personId);
  const { clients, reckoner } = await readBookClients(ctx, means, asked, "export");
  const accounts = (await listAllGrantedAccounts(ctx)).map(
    ({ accountId: id, institutionId, kind, currency }): EntryAccountView => ({
      ...{ id, institutionId, kind, currency },
      // Names and numbers are sealed with each client's records, which a book opens none of.
      ...{ name: null, product: null, maskedNumber: null },
    }),
  );
  const words = exportWords(locale, accounts, bankName);
  const frame = { words, name, madeAt: ctx.clock.now(), rateSource: means.rates.source, over: asked.over };
  return bookDocument(clients, reckoner, frame);
}
