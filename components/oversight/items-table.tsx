import { useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { ActItemView } from "#lib/oversight/view.ts";
import { useItemReason } from "./labels.ts";
import { nameOf, placeOf } from "./planned-tables.tsx";

const tones = { open: "neutral", done: "good", skipped: "caution", failed: "danger" } as const;

export interface ItemsTableProps {
  readonly caption: string;
  readonly items: readonly ActItemView[];
  readonly banks: Readonly<Record<string, string>>;
}

/** What an act is about, one a row, and what became of it and why. */
export function ItemsTable({ caption, items, banks }: ItemsTableProps) {
  const t = useTranslations("oversight");
  const why = useItemReason();
  const hasBanks = items.some(({ institutionId }) => institutionId !== null);
  const columns = [
    ...(["investor"] as const),
    ...(hasBanks ? (["bank"] as const) : []),
    ...(["state", "why", "id"] as const),
  ];
  return (
    <Table
      caption={caption}
      columns={columns.map((key) => ({ key, header: t(`columns.${key}`) }))}
      rows={items.map(({ id, investor, institutionId, state, reason }) => ({
        key: id,
        cells: [
          investor ? nameOf(investor) : "–",
          ...(hasBanks ? [banks[institutionId ?? ""] ?? institutionId ?? "–"] : []),
          <Badge key="state" tone={tones[state]}>
            {t(`itemStates.${state}`)}
          </Badge>,
          reason ? why(reason) : "–",
          <TextLink key="id" href={placeOf(id)}>
            <code>{id}</code>
          </TextLink>,
        ],
      }))}
    />
  );
}
