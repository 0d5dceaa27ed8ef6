import { useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { ClientView } from "#lib/portfolio/view.ts";
import { ClientStanding, ClientStandingDay } from "./client-standing.tsx";

/** An advisor's clients, without a figure: whose consent stands how, and whether their banks could be read. */
export function ClientList({ clients }: { readonly clients: readonly ClientView[] }) {
  const t = useTranslations("clients");
  const advisor = useTranslations("advisor");
  const columns = (["client", "consent", "day", "banks", "lastRead", "state"] as const).map((key) => ({
    key,
    header: t(key),
  }));
  return (
    <Table
      caption={advisor("title")}
      columns={columns}
      rows={clients.map((client) => ({
        key: client.id,
        cells: [
          <TextLink key="client" href={`/advisor/clients/${client.id}`}>
            {client.name ?? t("unnamed")}
          </TextLink>,
          <ClientStanding key="consent" consent={client.consent} />,
          <ClientStandingDay key="day" consent={client.consent} />,
          client.accounts > 0 ? t("covers", { banks: client.banks, accounts: client.accounts }) : t("none"),
          <LastRead key="lastRead" client={client} />,
          <Reading key="state" client={client} />,
        ],
      }))}
    />
  );
}

function LastRead({ client: { accounts, lastReadAt } }: { readonly client: ClientView }) {
  const t = useTranslations("clients");
  if (lastReadAt) return <Time iso={lastReadAt} show="moment" />;
  return accounts > 0 ? t("neverRead") : "–";
}

function Reading({ client: { accounts, failed, lastReadAt } }: { readonly client: ClientView }) {
  const t = useTranslations("clients");
  if (accounts === 0) return "–";
  if (failed > 0) return <Badge tone="danger">{t("failed", { count: failed })}</Badge>;
  return lastReadAt ? <Badge tone="good">{t("good")}</Badge> : <Badge tone="neutral">{t("neverRead")}</Badge>;
}
