import { getTranslations } from "next-intl/server";
import { standingOf } from "#components/consents/standing.ts";
import { consentsAddress } from "#components/console-consents/consents-list-screen.tsx";
import { consentListShape } from "#lib/consent/firm-list-view.ts";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { bankNameOf, type ConsentCells, linesOfConsents } from "#lib/server/console-consents.ts";
import { queryOf } from "#lib/server/list-query.ts";
import { requireOwnLink } from "#lib/server/own-link.ts";
import { enterPage, orStepUp } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";
import { tableFile } from "#lib/server/table-file.ts";

/** The list as it is looked at, all pages of it, as CSV. */
export const GET = route(async (request: Request) => {
  requireOwnLink(request, consentsAddress);
  const { ctx } = await enterPage("console", consentsAddress);
  const asked = parseTableAsked(consentListShape, queryOf(request));
  const t = await getTranslations("consoleConsents");
  const header = asked.columns.map((column) => t(`columns.${column}`));
  const cellsOf: ConsentCells = (row, investor) => {
    const standing = standingOf(row);
    const { wholeTeam, advisors, programs } = row.recipients;
    const recipients = [
      ...(wholeTeam ? [t("team")] : []),
      ...advisors.map(({ id, name }) => name ?? id),
      ...(programs > 0 ? [t("programs", { count: programs })] : []),
    ];
    return {
      consent: row.id,
      investor: investor ? `${investor.name} <${investor.email}>` : row.investorId,
      standing: t(`standings.${standing.kind === "ended" ? standing.how : standing.kind}`),
      recipients: recipients.join("; "),
      banks: row.institutionIds.map((id) => bankNameOf(id) ?? id).join("; "),
      asked: row.requestedAt,
      given: row.givenAt,
      until: row.validUntil,
      ended: row.endedAt,
    };
  };
  const lines = await orStepUp(ctx, consentsAddress, () => linesOfConsents(ctx, asked, cellsOf));
  return tableFile("consents", header, lines);
});
