import { getTranslations } from "next-intl/server";
import { credentialsAddress } from "#components/console-credentials/credentials-list-screen.tsx";
import { parseTableAsked } from "#lib/kernel/table-asked.ts";
import { credentialsList } from "#lib/server/console-credentials.ts";
import { bankNames } from "#lib/server/institutions.ts";
import { listFile } from "#lib/server/list-file.ts";
import { linesNamed } from "#lib/server/named-lists.ts";
import { tableFile } from "#lib/server/table-file.ts";
import { type CredentialRowView, credentialListShape } from "#lib/vault/firm-list-view.ts";

/** The list as it is looked at, all pages of it, as CSV. */
export const GET = listFile(credentialsAddress, async ({ ctx }, query) => {
  const asked = parseTableAsked(credentialListShape, query);
  const t = await getTranslations("consoleCredentials");
  const header = asked.columns.map((column) => t(`columns.${column}`));
  const banks = bankNames();
  const cellsOf = (row: CredentialRowView, investor: string) => ({
    credential: row.id,
    investor,
    institution: banks[row.institutionId] ?? row.institutionId,
    state: t(`states.${row.state}`),
    added: row.createdAt,
    version: row.version,
    keyVersion: row.keyVersion,
    transportKey: row.transportKey,
    lastOpened: row.lastOpenedAt,
    why: row.lastOpening && `${row.lastOpening.reason} (${row.lastOpening.jobId})`,
    deleted: row.deletedAt,
  });
  return tableFile("credentials", header, await linesNamed(ctx, credentialsList, asked, cellsOf));
});
