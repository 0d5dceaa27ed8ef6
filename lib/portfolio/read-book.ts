import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { type GrantedReading, listReadings } from "#lib/connections/list-granted-readings.ts";
import { listStandings } from "#lib/consent/list-standings.ts";
import type { StandingView } from "#lib/consent/view.ts";
import { type BookForRecipient, readBookForRecipient } from "#lib/disclosures/read-book-for-recipient.ts";
import type { RateTable } from "#lib/rates/rate-table.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { type BookSummary, bookParts, bookSummarySchema } from "./book-summary.ts";
import { bookTotal, changeOf, changeView, type Made, valueView } from "./book-total.ts";
import { earlierValue, mergeSummaries, type Reckoner, worthOf } from "./book-value.ts";
import type { BookAsked, BookRowView, BookView } from "./book-view.ts";
import { chiefConsent } from "./chief-consent.ts";
import { isFound, todosOf } from "./narrow-book.ts";
import { ratesInto } from "./rates-into.ts";
import { type BookLine, sortLines } from "./sort-book.ts";

export interface BookMeans {
  readonly keys: RecordKeys;
  readonly rates: RateTable;
}

/** What is reckoned in where nobody chose. */
const usualBase = "EUR";
const perPage = 50;

type Found = BookForRecipient<BookSummary>;

/**
 * Everybody who has a consent that names the advisor, with what the consents allow at this moment in one currency. Of
 * whom a version is shown that was not shown before is noted first, so it stands in that client's list of who saw it:
 * the totals are of all clients, so all of them are, on whichever page they stand.
 */
export async function readBook(
  ctx: Context,
  { keys, rates }: BookMeans,
  asked: BookAsked,
): Promise<BookView> {
  requirePermission(ctx, "book.read");
  const [found, readings] = await Promise.all([
    readBookForRecipient(ctx, keys, { content: bookSummarySchema, clusters: bookParts }),
    listReadings(ctx),
  ]);
  // After what they allowed was read, so that the list never says more of them than it shows.
  const consents = await listStandings(ctx);
  const base = asked.base !== null && rates.currencies.includes(asked.base) ? asked.base : usualBase;
  const reckoner = { base, ratesOf: ratesInto(base, rates), now: ctx.clock.now() };
  const clients = clientsOf({ consents, readings, found }, asked, reckoner);
  const shown = clients.filter(({ line }) => isFound(line.row, asked));
  const lines = sortLines(
    shown.map(({ line }) => line),
    asked,
  );
  const pages = Math.max(1, Math.ceil(lines.length / perPage));
  const page = Math.min(asked.page, pages);
  return {
    ...{ asked, base, currencies: rates.currencies, rateSource: rates.source },
    ...{ clients: clients.length, found: lines.length, page, pages },
    rows: lines.slice((page - 1) * perPage, page * perPage).map(({ row }) => row),
    total: bookTotal(
      shown.map(({ made }) => made),
      base,
    ),
  };
}

interface Client {
  readonly line: BookLine;
  readonly made: Made;
}

interface Read {
  readonly consents: readonly StandingView[];
  readonly readings: readonly GrantedReading[];
  readonly found: Found;
}

function clientsOf(
  { consents, readings, found: { entries, summaries } }: Read,
  asked: BookAsked,
  reckoner: Reckoner,
): readonly Client[] {
  const readingOf = new Map(readings.map((one) => [one.investorId as string, one]));
  const entriesOf = Map.groupBy(entries, ({ investorId }) => investorId as string);
  const contents = new Map(
    summaries.map(({ investorId, recipientId, content }) => [`${investorId} ${recipientId}`, content]),
  );
  return [...Map.groupBy(consents, ({ investor }) => investor.id)].flatMap(([id, own]): readonly Client[] => {
    const consent = chiefConsent(own);
    if (!consent) return [];
    const made = madeOf(entriesOf.get(id) ?? [], contents, asked, reckoner);
    const change = changeOf(made);
    const reading = readingOf.get(id);
    const row: BookRowView = {
      ...{ id, name: consent.investor.name, consent },
      value: valueView(made, reckoner.base),
      change: change && changeView(change, reckoner.base),
      ...{ banks: reading?.banks ?? 0, accounts: reading?.accounts ?? 0, failed: reading?.failed ?? 0 },
      hidden: entriesOf.get(id)?.[0]?.hidden ?? 0,
      readAt: reading?.readAt?.toISOString() ?? null,
      todos: todosOf(consent, reading),
    };
    const value = made.kind === "made" && made.value.asOf !== null ? made.value.amount : null;
    return [{ line: { row, value, change: change?.now.minus(change.earlier) ?? null }, made }];
  });
}

/** Where any of the summaries is not there, or is made of less than is granted now, none of it is shown. */
function madeOf(
  entries: Found["entries"],
  contents: ReadonlyMap<string, BookSummary>,
  { over }: BookAsked,
  reckoner: Reckoner,
): Made {
  if (entries.length === 0) return { kind: "nothingShared" };
  const own = entries.flatMap(({ investorId, recipientId, granted }) => {
    const content = contents.get(`${investorId} ${recipientId}`);
    return content?.granted === granted ? [content] : [];
  });
  if (own.length < entries.length) return { kind: "workingOut" };
  const accounts = mergeSummaries(own);
  return {
    kind: "made",
    hidden: entries[0]?.hidden ?? 0,
    value: worthOf(accounts, reckoner),
    earlier: earlierValue(accounts, over, reckoner),
  };
}
