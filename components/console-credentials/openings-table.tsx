import { useTranslations } from "next-intl";

import { shortId } from "#components/console-lists/person-cell.tsx";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { OpeningView } from "#lib/vault/firm-list-view.ts";
import { useOpeningReason } from "./use-opening-reason.ts";

interface OpeningsTableProps {
  readonly openings: readonly OpeningView[];
  readonly credentialId: string;
}

/** When a credential was opened, what for, and by which job; the newest of them, and the way to all. */
export function OpeningsTable({ openings, credentialId }: OpeningsTableProps) {
  const t = useTranslations("consoleCredentials");
  const lists = useTranslations("consoleLists");
  const reasonOf = useOpeningReason();
  const all = new URLSearchParams({ subject: credentialId, type: "vault.credentialOpened" });
  if (openings.length === 0) return <p className="text-quiet">{t("openings.none")}</p>;
  return (
    <>
      <Table
        caption={t("openings.title")}
        columns={[
          { key: "when", header: lists("when") },
          { key: "why", header: t("columns.why") },
          { key: "version", header: t("columns.version") },
          { key: "job", header: t("openings.job") },
          { key: "event", header: lists("event") },
        ]}
        rows={openings.map(({ eventId, at, reason, version, jobId }) => ({
          key: eventId,
          cells: [
            <Time key="when" iso={at} show="moment" />,
            reasonOf(reason),
            `${version}`,
            <code key="job" className="[overflow-wrap:anywhere]">
              {jobId}
            </code>,
            <TextLink key="event" href={`/console/audit/${eventId}`}>
              <code>{shortId(eventId)}</code>
            </TextLink>,
          ],
        }))}
      />
      <p className="no-print text-small">
        <TextLink href={`/console/audit?${all}`}>{t("openings.all")}</TextLink>
      </p>
    </>
  );
}
