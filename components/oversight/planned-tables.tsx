import { useTranslations } from "next-intl";

import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { ActPreviewView, NamedView } from "#lib/oversight/view.ts";

/** The page of the consent or bank access. */
export const placeOf = (id: string): string =>
  id.startsWith("crd_") ? `/console/credentials/${id}` : `/console/consents/${id}`;

export const nameOf = ({ id, name }: NamedView) => name ?? <code>{id}</code>;

interface PlannedTableProps {
  readonly preview: ActPreviewView;
  readonly banks: Readonly<Record<string, string>>;
}

export function PlannedTable({ preview: { items, count, kind }, banks }: PlannedTableProps) {
  const t = useTranslations("oversight");
  if (items.length === 0) return null;
  const isDeletion = kind === "credentials.delete";
  const columns = isDeletion
    ? (["investor", "bank", "lastOpened", "id"] as const)
    : (["investor", "until", "id"] as const);
  return (
    <div className="space-y-2">
      <Table
        caption={t("act.items")}
        columns={columns.map((key) => ({ key, header: t(`columns.${key}`) }))}
        rows={items.map(({ id, investor, validUntil, institutionId, lastOpenedAt }) => {
          const opened = lastOpenedAt ? (
            <Time key="opened" iso={lastOpenedAt} show="moment" />
          ) : (
            t("preview.neverOpened")
          );
          const until = validUntil ? <Time key="until" iso={validUntil} show="day" /> : t("preview.toAnswer");
          const link = (
            <TextLink key="id" href={placeOf(id)}>
              <code>{id}</code>
            </TextLink>
          );
          const bank = banks[institutionId ?? ""] ?? institutionId;
          return {
            key: id,
            cells: isDeletion ? [nameOf(investor), bank, opened, link] : [nameOf(investor), until, link],
          };
        })}
      />
      {count > items.length ? (
        <p className="text-quiet text-small">{t("preview.more", { shown: items.length, count })}</p>
      ) : null}
    </div>
  );
}

export function StayingTable({ preview }: Pick<PlannedTableProps, "preview">) {
  const t = useTranslations("oversight");
  const { staying, stayingCount, successor } = preview;
  const name = successor?.name ?? successor?.id ?? "";
  return (
    <div className="space-y-2">
      <Table
        caption={t("preview.stays", { count: stayingCount })}
        columns={(["investor", "why", "id"] as const).map((key) => ({ key, header: t(`columns.${key}`) }))}
        rows={staying.map(({ id, investor, why }) => ({
          key: id,
          cells: [
            nameOf(investor),
            t(`preview.${why}`, { name }),
            <TextLink key="id" href={placeOf(id)}>
              <code>{id}</code>
            </TextLink>,
          ],
        }))}
      />
      {stayingCount > staying.length ? (
        <p className="text-quiet text-small">
          {t("preview.more", { shown: staying.length, count: stayingCount })}
        </p>
      ) : null}
    </div>
  );
}
