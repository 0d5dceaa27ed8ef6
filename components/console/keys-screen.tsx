import { useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { Time } from "#components/ui/time.tsx";
import type { KeyInventoryView } from "#lib/installation/view.ts";
import type { KeyRotationView } from "#lib/vault/view.ts";
import { KeyRotationsTable } from "./key-rotations-table.tsx";
import { KeyVersionsTable } from "./key-versions-table.tsx";

export interface KeysScreenProps {
  readonly inventory: KeyInventoryView;
  readonly rotations: readonly KeyRotationView[];
}

export function KeysScreen({ inventory, rotations }: KeysScreenProps) {
  const t = useTranslations("keys");
  const { asOf, isStale, versions } = inventory;
  return (
    <div className="space-y-8">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      {isStale ? (
        <Notice tone="caution" word={t("stale")}>
          <p>{t("staleBody")}</p>
        </Notice>
      ) : null}
      <Section title={t("inventory")}>
        {asOf === null ? (
          <EmptyState title={t("empty")}>
            <p>{t("emptyBody")}</p>
          </EmptyState>
        ) : (
          <>
            <p className="text-quiet">
              {t("asOf")} <Time iso={asOf} show="moment" />
            </p>
            <KeyVersionsTable versions={versions} />
          </>
        )}
      </Section>
      <Section title={t("rotations")}>
        {rotations.length === 0 ? (
          <EmptyState title={t("rotationsEmpty")}>
            <p>{t("rotationsEmptyBody")}</p>
          </EmptyState>
        ) : (
          <KeyRotationsTable rotations={rotations} />
        )}
      </Section>
    </div>
  );
}
