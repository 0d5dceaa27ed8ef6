import { z } from "zod";
import type { Locale } from "#lib/kernel/locale.ts";
import en from "./en.json" with { type: "json" };
import es from "./es.json" with { type: "json" };
import fr from "./fr.json" with { type: "json" };
import pt from "./pt.json" with { type: "json" };

/*
 * Version 2 of what an investor reads before they agree. It was shown to people: nothing in this folder changes any
 * more, and it leans on nothing outside of it that could, not even on how a platform writes a date.
 */

const texts: Readonly<Record<Locale, typeof en>> = { en, es, fr, pt };

const cluster = z.enum([
  "identity",
  "balances",
  "transactions",
  "positions",
  "investmentTransactions",
  "liabilities",
]);

const leavable = z.enum(["counterparties", "paymentTexts"]);

/** Everything that the text says of one consent; kept with the hash, so that the same bytes come out again. */
export const facts = z.strictObject({
  shownFor: z.enum(["give", "amend", "renew"]),
  firm: z.string(),
  wholeTeam: z.boolean(),
  advisors: z.array(z.string()),
  programs: z.int().min(0),
  accounts: z.int().min(1).nullable(),
  clusters: z.array(
    z.strictObject({
      cluster,
      purposes: z.array(z.enum(["overview", "advice", "reporting", "suitability"])),
      historyFrom: z.iso.date().nullable(),
      /** What of it is never stored; of payments alone. */
      leavesOut: z.array(leavable),
    }),
  ),
  /** Times a day, or `null` for once and never again. */
  perDay: z.int().min(1).nullable(),
  validUntil: z.iso.datetime(),
  retentionDays: z.int().min(0),
  lawfulBasis: z.enum(["consent", "contract"]),
  region: z.string(),
});
export type Facts = z.output<typeof facts>;

/** Headings, paragraphs and lists in the form of Markdown; its UTF-8 bytes are what is hashed. */
export function render(locale: Locale, given: Facts): string {
  const t = texts[locale];
  const say = sayer(t, given);
  const { long, stop, rights } = t;
  const sections = [
    [`# ${say(t.title)}`, say(t.intro[given.shownFor])],
    [`## ${say(t.who.title)}`, list(whoSees(t, say, given))],
    [`## ${say(t.what.title)}`, accountsOf(t, say, given), say(t.what.others)],
    clustersOf(t, say, given),
    [`## ${say(long.title)}`, oftenOf(t, say, given), say(long.end), say(long.bankAgain)],
    [`## ${say(t.where.title)}`, say(t.where.region)],
    [`## ${say(stop.title)}`, say(stop.how), say(stop.then), say(stop.cost), say(stop.access)],
    [`## ${say(t.after.title)}`, ...afterwards(t, say, given)],
    [`## ${say(rights.title)}`, say(rights.bases[given.lawfulBasis]), say(rights.list)],
    [say(rights.contact), say(rights.complaint)],
    [`## ${say(t.bank.title)}`, say(t.bank.own), say(t.bank.apart)],
  ];
  return `${sections.flat().join("\n\n")}\n`;
}

type Texts = typeof en;
type Values = Readonly<Record<string, string>>;
type Say = (text: string, more?: Values) => string;

/** Fills each text once, so that a name that looks like a place for a value is never read as one. */
function sayer(t: Texts, given: Facts): Say {
  const region = (t.regions as Values)[given.region] ?? given.region;
  const values: Values = { firm: oneLine(given.firm), region, end: dateTime(t, given.validUntil) };
  return (text, more = {}) => fill(text, { ...values, ...more });
}

function whoSees(t: Texts, say: Say, { wholeTeam, advisors, programs }: Facts): string[] {
  const names = joined(t, advisors.map(oneLine));
  return [
    say(t.who.firm),
    ...(wholeTeam ? [say(t.who.team)] : []),
    ...(advisors.length > 0 ? [say(t.who.advisors, { names })] : []),
    ...(programs > 0 ? [counted(say, t.who.programs, programs)] : []),
    say(t.who.processor),
    say(t.who.compliance),
    say(t.who.nobody),
  ];
}

const accountsOf = (t: Texts, say: Say, { accounts }: Facts) =>
  accounts === null ? say(t.what.accountsLater) : counted(say, t.what.accounts, accounts);

const oftenOf = (t: Texts, say: Say, { perDay }: Facts) =>
  perDay === null ? say(t.long.oneOff) : counted(say, t.long.perDay, perDay);

function afterwards({ after }: Texts, say: Say, { retentionDays }: Facts): string[] {
  const kept =
    retentionDays === 0 ? [say(after.atOnce)] : [counted(say, after.days, retentionDays), say(after.choice)];
  return [kept.join(" "), `${say(after.others)} ${say(after.law)}`];
}

function clustersOf(t: Texts, say: Say, { clusters }: Facts): string[] {
  return clusters.flatMap(({ cluster: kind, purposes, historyFrom, leavesOut }) => {
    const { name } = t.what.clusters[kind];
    const what = joined(
      t,
      purposes.map((one) => t.what.purposes[one]),
    );
    const hasPast = kind === "transactions" || kind === "investmentTransactions";
    const from =
      historyFrom === null ? say(t.what.historyAll) : say(t.what.history, { date: date(t, historyFrom) });
    return [
      `### ${name}`,
      list(itemsOf(t, kind, leavesOut)),
      ...leftOut(t, say, leavesOut),
      say(t.what.purpose, { purposes: what }),
      ...(hasPast ? [from] : []),
    ];
  });
}

type Cluster = z.output<typeof cluster>;
type Leavable = z.output<typeof leavable>;

/** What is covered, one by one: what is left out is no item. */
function itemsOf({ what }: Texts, kind: Cluster, leavesOut: readonly Leavable[]): readonly string[] {
  const { items } = what.clusters[kind];
  if (kind !== "transactions") return items;
  const covered = leavable.options.filter((one) => !leavesOut.includes(one));
  return [...items, ...covered.map((one) => what.leavable[one].item)];
}

function leftOut(t: Texts, say: Say, leavesOut: readonly Leavable[]): string[] {
  const named = leavable.options.filter((one) => leavesOut.includes(one));
  if (named.length === 0) return [];
  const items = joined(
    t,
    named.map((one) => t.what.leavable[one].leftOut),
  );
  const isTextKept = !leavesOut.includes("paymentTexts");
  return [[say(t.what.leavesOut, { items }), ...(isTextKept ? [say(t.what.textsName)] : [])].join(" ")];
}

const list = (items: readonly string[]) => items.map((item) => `- ${item}`).join("\n");

function joined(t: Texts, parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : fill(t.listEnd, { list: parts.slice(0, -1).join(", "), last });
}

const counted = (say: Say, forms: { readonly one: string; readonly other: string }, count: number) =>
  say(count === 1 ? forms.one : forms.other, { count: String(count) });

const date = (t: Texts, day: string) => fill(t.date, dateParts(t, day));

const dateTime = (t: Texts, iso: string) =>
  fill(t.dateTime, { ...dateParts(t, iso), time: iso.slice(11, 16) });

function dateParts(t: Texts, iso: string): Values {
  const [year = "", month = "", day = ""] = iso.slice(0, 10).split("-");
  return {
    year,
    month: t.months[Number(month) - 1] ?? month,
    day: day === "01" ? t.firstDay : String(Number(day)),
  };
}

/** A name cannot begin a line of its own, and so no heading or paragraph either. */
const oneLine = (name: string) => name.replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();

const fill = (text: string, values: Values) =>
  text.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place);
