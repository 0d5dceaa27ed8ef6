import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { clientFacts } from "./client-facts.ts";
import { consolidate } from "./consolidate.ts";
import { entriesDocument, holdingsDocument, performanceDocument } from "./export-document.ts";
import { type ExportMeans, exportsPerPerson } from "./export-own-wealth.ts";
import type { ExportAsked } from "./export-query.ts";
import type { ExportDocument } from "./export-table.ts";
import { exportWords } from "./export-words.ts";
import { baseOf } from "./own-means.ts";
import { readClientHoldings } from "./read-client-holdings.ts";
import { readClientPerformance } from "./read-client-performance.ts";
import { readClientStretches } from "./read-client-stretches.ts";

type Asked = ExportAsked & { readonly investorId: PersonId };

/**
 * A copy of a client's wealth in the figures of their page, as far as their consents allow. Before the first of it leaves
 * it stands in the client's list of who saw it, as a copy. It needs a fresh proof of who the advisor is.
 */
export async function exportClientWealth(
  ctx: Context,
  { locale, bankName, ...means }: ExportMeans,
  { what, base, investorId, ...asked }: Asked,
): Promise<ExportDocument> {
  const { personId } = requirePerson(ctx, "book.read");
  requireFreshAuthentication(ctx);
  await takeTurn(ctx, exportsPerPerson, personId);
  const frame = { madeAt: ctx.clock.now(), rateSource: means.rates.source };
  switch (what) {
    case "holdings": {
      const read = await readClientHoldings(ctx, means.keys, { investorId, what: "export" });
      const wealth = consolidate(read.holdings, means.rates, baseOf({ ...means, base }));
      const { hidden, gone } = read.banks;
      const { name, hiddenAccounts } = await clientFacts(ctx, investorId, { granted: read.granted, hidden });
      const words = exportWords(locale, wealth.accounts, bankName);
      return holdingsDocument(wealth, { ...frame, words, name, gone: gone.length, hidden: hiddenAccounts });
    }
    case "performance": {
      const noted = { investorId, what: "export" as const, ...asked };
      const read = await readClientPerformance(ctx, { ...means, base }, noted);
      const { name, hiddenAccounts: hidden } = read.client;
      const words = exportWords(locale, read.accounts, bankName);
      // Accounts that their bank names no more are in it, up to the day on which they left.
      return performanceDocument(read.performance, { ...frame, words, name, gone: 0, hidden });
    }
    case "entries": {
      const reading = await readClientStretches(ctx, means.keys, { investorId });
      const words = exportWords(locale, reading.accounts, bankName);
      const { name } = await clientFacts(ctx, investorId, { granted: [], hidden: 0 });
      return entriesDocument(reading, { ...frame, words, name, gone: reading.gone, hidden: reading.hidden });
    }
  }
}
