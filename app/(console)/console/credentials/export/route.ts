import { getTranslations } from "next-intl/server";
import { credentialsAddress } from "#components/console-credentials/credentials-list-screen.tsx";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { bankNameOf } from "#lib/server/console-consents.ts";
import { type CredentialCells, linesOfCredentials } from "#lib/server/console-credentials.ts";
import { queryOf } from "#lib/server/list-query.ts";
import { requireOwnLink } from "#lib/server/own-link.ts";
import { enterPage, orStepUp } from "#lib/server/page.ts";
import { route } from "#lib/server/problem.ts";
import { tableFile } from "#lib/server/table-file.ts";
import { credentialListShape } from "#lib/vault/firm-list-view.ts";

/** The list as it is looked at, all pages of it, as CSV. */
export const GET = route(async (request: Request) => {
  requireOwnLink(request, credentialsAddress);
  const { ctx } = await enterPage("console", credentialsAddress);
  const asked = parseTableAsked(credentialListShape, queryOf(request));
  const t = await getTranslations("consoleCredentials");
  const header = asked.columns.map((column) => t(`columns.${column}`));
  const cellsOf: CredentialCells = (row, investor) => ({
    credential: row.id,
    investor: investor ? `${investor.name} <${investor.email}>` : row.personId,
    institution: bankNameOf(row.institutionId) ?? row.institutionId,
    state: t(`states.${row.state}`),
    added: row.createdAt,
    version: row.version,
    keyVersion: row.keyVersion,
    transportKey: row.transportKey,
    lastOpened: row.lastOpenedAt,
    why: row.lastOpening && `${row.lastOpening.reason} (${row.lastOpening.jobId})`,
    deleted: row.deletedAt,
  });
  const lines = await orStepUp(ctx, credentialsAddress, () => linesOfCredentials(ctx, asked, cellsOf));
  return tableFile("credentials", header, lines);
});
