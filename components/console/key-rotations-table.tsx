import { useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { Table } from "#components/ui/table.tsx";
import { Time } from "#components/ui/time.tsx";
import type { KeyRotationView } from "#lib/vault/view.ts";
import { useKeyPurpose } from "./key-purpose.ts";

export function KeyRotationsTable({ rotations }: { readonly rotations: readonly KeyRotationView[] }) {
  const t = useTranslations("keys");
  const purposeLabel = useKeyPurpose();
  const columns = ["keyVersion", "moved", "finished", "begun", "counted", "purpose"] as const;
  return (
    <Table
      caption={t("rotations")}
      columns={columns.map((key) => ({ key, header: t(key) }))}
      rows={rotations.map(({ keyVersion, purpose, total, remaining, begunAt, finishedAt, countedAt }) => ({
        key: keyVersion,
        cells: [
          <code key="name" className="whitespace-nowrap">
            {shortOf(keyVersion)}
          </code>,
          t("movedOf", { moved: total - remaining, total }),
          finishedAt ? (
            <Time key="finished" iso={finishedAt} show="moment" />
          ) : (
            <Badge key="finished" tone="caution">
              {t("underWay")}
            </Badge>
          ),
          <Time key="begun" iso={begunAt} show="moment" />,
          <Time key="counted" iso={countedAt} show="moment" />,
          purposeLabel(purpose),
        ],
      }))}
    />
  );
}

/** …/cryptoKeys/K/cryptoKeyVersions/N, as the table of versions names it. */
function shortOf(keyVersion: string): string {
  const [version, , key] = keyVersion.split("/").reverse();
  return `${key} / ${version}`;
}
