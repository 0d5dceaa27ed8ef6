import { zipOf } from "../bank/statements/zip.ts";
import { type Route, route } from "../http/routes.ts";
import { type RateDay, type RateTable, ratesUntilYesterday } from "./rates.ts";

const folder = "/stats/eurofxref";

/** Reference rates in the files, and under the names, in which the European Central Bank publishes its own. */
export const ratesRoutes = (now: () => number): readonly Route[] => [
  route("GET", `${folder}/eurofxref-hist.zip`, () => {
    const zip = zipOf("eurofxref-hist.csv", Buffer.from(tableOf(ratesUntilYesterday(now()))));
    return new Response(zip, { headers: { "content-type": "application/zip" } });
  }),
  route("GET", `${folder}/eurofxref-daily.xml`, () => {
    const xml = newestOf(ratesUntilYesterday(now()));
    return new Response(xml, { headers: { "content-type": "text/xml; charset=utf-8" } });
  }),
];

function tableOf({ currencies, days }: RateTable): string {
  const lines = [["Date", ...currencies], ...days.toReversed().map(({ iso, rates }) => [iso, ...rates])];
  return lines.map((cells) => `${cells.join(",")},\n`).join("");
}

/** The sender's name says who invented the rates. */
function newestOf({ currencies, days, inventedFrom }: RateTable): string {
  const { iso, rates } = days.at(-1) as RateDay;
  const sender = iso < inventedFrom ? "European Central Bank" : "Licet Sandbox (invented rates)";
  return `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
	<gesmes:subject>Reference rates</gesmes:subject>
	<gesmes:Sender>
		<gesmes:name>${sender}</gesmes:name>
	</gesmes:Sender>
	<Cube>
		<Cube time='${iso}'>
${currencies.map((currency, at) => `			<Cube currency='${currency}' rate='${rates[at]}'/>`).join("\n")}
		</Cube>
	</Cube>
</gesmes:Envelope>
`;
}
