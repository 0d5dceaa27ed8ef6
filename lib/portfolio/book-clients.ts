import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { type GrantedReading, listReadings } from "#lib/connections/list-granted-readings.ts";
import { listStandings } from "#lib/consent/list-standings.ts";
import type { StandingView } from "#lib/consent/view.ts";
import { type BookForRecipient, readBookForRecipient } from "#lib/disclosures/read-book-for-recipient.ts";
import { slices } from "#lib/kernel/slices.ts";
import type { RateTable } from "#lib/rates/rate-table.ts";
import type { RecordKeys } from "#lib/records/record-keys.ts";
import { type BookSummary, bookParts, bookSummarySchema } from "./book-summary.ts";
import { changeOf, changeView, type Made, valueView } from "./book-total.ts";
import { earlierValue, type MergedAccount, mergeSummaries, type Reckoner, worthOf } from "./book-value.ts";
import type { BookAsked, BookFactsView, BookRowView } from "./book-view.ts";
import { chiefConsent } from "./chief-consent.ts";
import { todosOf } from "./narrow-book.ts";
import { ratesInto } from "./rates-into.ts";
import type { BookLine } from "./sort-book.ts";

export interface BookMeans {
  readonly keys: RecordKeys;
  readonly rates: RateTable;
}

/** What is reckoned in where nobody chose. */
const usualBase = "EUR";

type Found = BookForRecipient<BookSummary>;

export interface BookClient extends BookLine {
  readonly made: Made;
  /** What the value is made of; none where there is none, or it is being worked out. */
  readonly accounts: readonly MergedAccount[];
}

export interface BookClients {
  readonly clients: readonly BookClient[];
  readonly reckoner: Reckoner;
}

/**
 * Everybody who has a consent that names the advisor, with what the consents allow at this moment in one currency. What
 * is shown is noted first: on a page once for each version, in a copy each time.
 */
export async function readBookClients(
  ctx: Context,
  { keys, rates }: BookMeans,
  asked: Pick<BookAsked, "base" | "over">,
  what: "book" | "export",
): Promise<BookClients> {
  requirePermission(ctx, "book.read");
  const [{ entries, summaries, consents }, readings] = await Promise.all([
    readAllowed(ctx, keys, what),
    listReadings(ctx),
  ]);
  const base = asked.base !== null && rates.currencies.includes(asked.base) ? asked.base : usualBase;
  const reckoner = { base, ratesOf: ratesInto(base, rates), now: ctx.clock.now() };
  return { reckoner, clients: await clientsOf({ consents, readings, entries, summaries }, asked, reckoner) };
}

/** The consents after what they allowed was read, so that the list never says more of them than it shows. */
async function readAllowed(ctx: Context, keys: RecordKeys, what: "book" | "export") {
  const reading = { content: bookSummarySchema, clusters: bookParts, what };
  const { entries, open } = await readBookForRecipient(ctx, keys, reading);
  const [summaries, consents] = await Promise.all([open(), listStandings(ctx)]);
  return { entries, summaries, consents };
}

interface Read {
  readonly consents: readonly StandingView[];
  readonly readings: readonly GrantedReading[];
  readonly entries: Found["entries"];
  readonly summaries: Awaited<ReturnType<Found["open"]>>;
}

async function clientsOf(
  { consents, readings, entries, summaries }: Read,
  asked: Pick<BookAsked, "over">,
  reckoner: Reckoner,
): Promise<readonly BookClient[]> {
  const readingOf = new Map(readings.map((one) => [one.investorId as string, one]));
  const entriesOf = Map.groupBy(entries, ({ investorId }) => investorId as string);
  const contents = new Map(
    summaries.map(({ investorId, recipientId, content }) => [`${investorId} ${recipientId}`, content]),
  );
  const pause = slices();
  const clients: BookClient[] = [];
  for (const [id, own] of Map.groupBy(consents, ({ investor }) => investor.id)) {
    await pause();
    const consent = chiefConsent(own);
    if (!consent) continue;
    const { made, accounts } = madeOf(entriesOf.get(id) ?? [], contents, asked, reckoner);
    const change = changeOf(made);
    const reading = readingOf.get(id);
    const row: BookFactsView = {
      ...{ id, name: consent.investor.name, consent },
      ...{ banks: reading?.banks ?? 0, accounts: reading?.accounts ?? 0, failed: reading?.failed ?? 0 },
      hidden: entriesOf.get(id)?.[0]?.hidden ?? 0,
      readAt: reading?.readAt?.toISOString() ?? null,
      todos: todosOf(consent, reading),
    };
    const value = made.kind === "made" && made.value.asOf !== null ? made.value.amount : null;
    clients.push({ row, value, change: change?.now.minus(change.earlier) ?? null, made, accounts });
  }
  return clients;
}

/** Written out for those alone who are shown: a share is a division to many places. */
export function rowView({ row, made }: BookClient, base: string): BookRowView {
  const change = changeOf(made);
  return { ...row, value: valueView(made, base), change: change && changeView(change, base) };
}

/** Where any of the summaries is not there, or is made of less than is granted now, none of it is shown. */
function madeOf(
  entries: Found["entries"],
  contents: ReadonlyMap<string, BookSummary>,
  { over }: Pick<BookAsked, "over">,
  reckoner: Reckoner,
): Pick<BookClient, "made" | "accounts"> {
  if (entries.length === 0) return { made: { kind: "nothingShared" }, accounts: [] };
  const own = entries.flatMap(({ investorId, recipientId, granted }) => {
    const content = contents.get(`${investorId} ${recipientId}`);
    return content?.granted === granted ? [content] : [];
  });
  if (own.length < entries.length) return { made: { kind: "workingOut" }, accounts: [] };
  const accounts = mergeSummaries(own);
  const made: Made = {
    kind: "made",
    hidden: entries[0]?.hidden ?? 0,
    value: worthOf(accounts, reckoner),
    earlier: earlierValue(accounts, over, reckoner),
  };
  return { made, accounts };
}
