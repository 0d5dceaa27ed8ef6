import type { Currency } from "#lib/kernel/money.ts";
import { inOrder, type Publication, publicationOf } from "#lib/rates/publication.ts";
import type { Day, RateTable } from "#lib/rates/rate-table.ts";
import { toRateTable } from "#lib/rates/to-rate-table.ts";

/** Units for one euro by day and currency, as a test says them. */
export type Told = Readonly<Record<Day, Readonly<Record<Currency, string>>>>;

export const publicationsOf = (told: Told): readonly Publication[] =>
  Object.entries(told)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, rates]) => {
      const currencies = inOrder(Object.keys(rates));
      return publicationOf(
        day,
        currencies,
        currencies.map((currency) => rates[currency] as string),
      );
    });

/** What was published, as conversions ask for it. */
export const rateTableOf = (told: Told): RateTable => toRateTable("Test", publicationsOf(told));

/** The same in the form of the publisher's table of all days. */
export function historyOf(told: Told): string {
  const currencies = [...new Set(Object.values(told).flatMap(Object.keys))];
  const lines = Object.entries(told)
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([day, rates]) => [day, ...currencies.map((currency) => rates[currency] ?? "N/A")]);
  return [["Date", ...currencies], ...lines].map((cells) => `${cells.join(",")},\n`).join("");
}

/** The newest day by itself, in the publisher's form. */
export function dailyOf(told: Told): string {
  const [day, rates] = Object.entries(told).sort(([a], [b]) => (a < b ? 1 : -1))[0] ?? ["", {}];
  const cubes = Object.entries(rates).map(([code, rate]) => `<Cube currency='${code}' rate='${rate}'/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01">
  <gesmes:subject>Reference rates</gesmes:subject>
  <gesmes:Sender><gesmes:name>Test</gesmes:name></gesmes:Sender>
  <Cube><Cube time='${day}'>${cubes.join("\n")}</Cube></Cube>
</gesmes:Envelope>\n`;
}
