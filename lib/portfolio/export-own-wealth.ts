import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePermission } from "#lib/access/permissions.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { wealthExported } from "./audit-events.ts";
import { entriesDocument, holdingsDocument, performanceDocument } from "./export-document.ts";
import type { ExportAsked } from "./export-query.ts";
import type { ExportDocument } from "./export-table.ts";
import { type BankNames, exportWords } from "./export-words.ts";
import { ownInvestor } from "./own-investor.ts";
import type { OwnMeans } from "./own-means.ts";
import { readOwnPerformance } from "./read-own-performance.ts";
import { readOwnStretches } from "./read-own-stretches.ts";
import { readOwnWealth } from "./read-own-wealth.ts";

/** As many as somebody takes in an hour who tries every form of every page. */
export const exportsPerPerson = { name: "portfolio.export", limit: 30, windowSeconds: 60 * 60 };

export interface ExportMeans extends Omit<OwnMeans, "base"> {
  readonly locale: Locale;
  readonly bankName: BankNames;
}

/**
 * A copy of the investor's own wealth in the figures of their pages. It needs a fresh proof of who they are, since it
 * takes years of data out of here at once, and its event is written before the first of it leaves.
 */
export async function exportOwnWealth(
  ctx: Context,
  means: ExportMeans,
  asked: ExportAsked & { readonly name: string },
): Promise<ExportDocument> {
  requirePermission(ctx, "records.read");
  requireFreshAuthentication(ctx);
  await takeTurn(ctx, exportsPerPerson, ownInvestor(ctx));
  const document = await documentOf(ctx, means, asked);
  const { what, as } = asked;
  await inTransaction(ctx, (tx) => appendAudit(tx, ctx, wealthExported({ what, as })));
  return document;
}

async function documentOf(
  ctx: Context,
  { locale, bankName, ...means }: ExportMeans,
  { what, base, name, ...asked }: ExportAsked & { readonly name: string },
): Promise<ExportDocument> {
  const frame = { name, madeAt: ctx.clock.now(), rateSource: means.rates.source, gone: 0, hidden: 0 };
  switch (what) {
    case "holdings": {
      const { wealth, gone } = await readOwnWealth(ctx, { ...means, base });
      const words = exportWords(locale, wealth.accounts, bankName);
      return holdingsDocument(wealth, { ...frame, gone, words });
    }
    case "performance": {
      const { performance, accounts } = await readOwnPerformance(ctx, { ...means, base }, asked);
      return performanceDocument(performance, { ...frame, words: exportWords(locale, accounts, bankName) });
    }
    case "entries": {
      const reading = await readOwnStretches(ctx, means.keys);
      const words = exportWords(locale, reading.accounts, bankName);
      return entriesDocument(reading, { ...frame, gone: reading.gone, words });
    }
  }
}
