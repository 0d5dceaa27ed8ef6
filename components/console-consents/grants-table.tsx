import { useTranslations } from "next-intl";

import { shortId } from "#components/console-lists/person-cell.tsx";
import { Table } from "#components/ui/table.tsx";
import { Time } from "#components/ui/time.tsx";
import type { GrantView } from "#lib/consent/consent-file-view.ts";

/** What the database shows whom by a consent at this moment. */
export function GrantsTable({ grants }: { readonly grants: readonly GrantView[] }) {
  const t = useTranslations("consoleConsents");
  const receipt = useTranslations("receipt");
  const columns = ["recipient", "data", "since", "accounts", "leftOut"] as const;
  if (grants.length === 0) return <p className="text-quiet">{t("grants.none")}</p>;
  return (
    <Table
      caption={t("grants.title")}
      columns={[
        ...columns.map((key) => ({ key, header: t(`grants.${key}`) })),
        { key: "until", header: t("columns.until") },
      ]}
      rows={grants.map((grant) => ({
        key: `${grant.recipientId}-${grant.cluster}-${grant.validUntil}-${grant.leavesOut.join("-")}`,
        cells: [
          <Recipient key="recipient" grant={grant} />,
          receipt(`categories.${grant.cluster}`),
          grant.historyFrom ? <Time key="since" iso={grant.historyFrom} show="day" /> : t("grants.all"),
          `${grant.accounts}`,
          grant.leavesOut.map((one) => receipt(`leavable.${one}`)).join(", ") || "–",
          <Time key="until" iso={grant.validUntil} show="moment" />,
        ],
      }))}
    />
  );
}

function Recipient({ grant: { kind, recipientId, recipientName } }: { readonly grant: GrantView }) {
  const t = useTranslations("consoleConsents");
  if (kind === "team") return t("team");
  if (recipientName) return <bdi className="[overflow-wrap:anywhere]">{recipientName}</bdi>;
  return (
    <>
      {kind === "program" ? `${t("grants.program")} ` : null}
      <code>{shortId(recipientId)}</code>
    </>
  );
}
