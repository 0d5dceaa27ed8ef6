import { getTranslations } from "next-intl/server";
import { standingOf } from "#components/consents/standing.ts";
import { consentsAddress } from "#components/console-consents/consents-list-screen.tsx";
import { type ConsentRowView, consentListShape } from "#lib/consent/firm-list-view.ts";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { consentsList } from "#lib/server/console-consents.ts";
import { bankNames } from "#lib/server/institutions.ts";
import { listFile } from "#lib/server/list-file.ts";
import { linesNamed } from "#lib/server/named-lists.ts";
import { tableFile } from "#lib/server/table-file.ts";

/** The list as it is looked at, all pages of it, as CSV. */
export const GET = listFile(consentsAddress, async ({ ctx }, query) => {
  const asked = parseTableAsked(consentListShape, query);
  const t = await getTranslations("consoleConsents");
  const header = asked.columns.map((column) => t(`columns.${column}`));
  const banks = bankNames();
  const cellsOf = (row: ConsentRowView, investor: string) => {
    const standing = standingOf(row);
    const { wholeTeam, advisors, programs } = row.recipients;
    const recipients = [
      ...(wholeTeam ? [t("team")] : []),
      ...advisors.map(({ id, name }) => name ?? id),
      ...(programs > 0 ? [t("programs", { count: programs })] : []),
    ];
    return {
      consent: row.id,
      investor,
      standing: t(`standings.${standing.kind === "ended" ? standing.how : standing.kind}`),
      recipients: recipients.join("; "),
      banks: row.institutionIds.map((id) => banks[id] ?? id).join("; "),
      asked: row.requestedAt,
      given: row.givenAt,
      until: row.validUntil,
      ended: row.endedAt,
    };
  };
  return tableFile("consents", header, await linesNamed(ctx, consentsList, asked, cellsOf));
});
