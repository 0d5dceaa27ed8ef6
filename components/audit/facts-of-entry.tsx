import { useTranslations } from "next-intl";

import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { FactView } from "#lib/audit/view.ts";
import { pairFacts } from "./pair-facts.ts";
import { recordAddress } from "./record-address.ts";
import { FactValue } from "./trail-cells.tsx";

/** What the entry says: what was before beside what is now, where it says both, and why, where it says that. */
export function FactsOfEntry({ facts }: { readonly facts: Readonly<Record<string, FactView>> }) {
  const t = useTranslations("trail");
  const rows = pairFacts(facts);
  if (rows.length === 0) return <p className="text-quiet">{t("noFacts")}</p>;
  const hasBefore = rows.some(({ before }) => before !== undefined);
  return (
    <Table
      caption={t("factsTitle")}
      columns={[
        { key: "fact", header: t("fact") },
        ...(hasBefore ? [{ key: "before", header: t("before") }] : []),
        { key: "value", header: hasBefore ? t("after") : t("value") },
      ]}
      rows={rows.map(({ name, isReason, before, value }) => ({
        key: name,
        cells: [
          <span key="name">
            <code>{name}</code>
            {isReason ? <span className="block font-normal text-quiet">{t("why")}</span> : null}
          </span>,
          ...(hasBefore ? [<Value key="before" value={before} />] : []),
          <Value key="value" value={value} />,
        ],
      }))}
    />
  );
}

function Value({ value }: { readonly value: FactView | undefined }) {
  const href = typeof value === "string" ? recordAddress(value) : null;
  if (value === undefined) return "–";
  const said = (
    <span className="block max-w-xl whitespace-normal py-1">
      <FactValue value={value} whole />
    </span>
  );
  return href ? <TextLink href={href}>{said}</TextLink> : said;
}
