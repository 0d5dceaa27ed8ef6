import { useLocale, useTranslations } from "next-intl";

import { ActionForm } from "#components/ui/action-form.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Section } from "#components/ui/section.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import { ManualAssets } from "#components/wealth/manual-assets.tsx";
import { useWealthNames } from "#components/wealth/names.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatCurrency } from "#lib/kernel/format.ts";
import type { OwnAssetsView } from "#lib/portfolio/own-assets-view.ts";
import { type AssetDone, AssetDoneNotice } from "./asset-done-notice.tsx";
import { useAssetFields } from "./use-asset-fields.ts";
import { WealthFrame } from "./wealth-frame.tsx";
import { accountPath, assetPath, usualBase } from "./wealth-paths.ts";

export interface WealthAssetsScreenProps {
  readonly view: OwnAssetsView;
  readonly add: FormAction;
  /** What was done just now. */
  readonly done: AssetDone | null;
  readonly bankOf: (institutionId: string) => string;
}

/** What no bank keeps: all that one wrote down oneself, and the form that adds to it. */
export function WealthAssetsScreen({ view, add, done, bankOf }: WealthAssetsScreenProps) {
  const t = useTranslations("wealth.assets");
  const locale = useLocale();
  const { wealth, kinds, currencies, isFull, nextId, today } = view;
  const names = useWealthNames(wealth.accounts, {
    bankOf,
    accountPath: (id) => accountPath(id, wealth.base),
  });
  const fields = useAssetFields(kinds);
  const texts = useFormTexts();
  const codes = currencies.length > 0 ? currencies : [usualBase];
  const currency = {
    ...{ name: "currency", label: t("fields.currency"), type: "text" as const, value: wealth.base },
    options: codes.map((code) => ({ value: code, label: `${code} · ${formatCurrency(locale, code)}` })),
  };
  return (
    <WealthFrame page="assets" base={wealth.base} title={t("title")} intro={<p>{t("intro")}</p>}>
      <AssetDoneNotice done={done} />
      <Section title={t("list")}>
        {wealth.manualAssets.length > 0 ? (
          <ManualAssets assets={wealth.manualAssets} names={names} pathOf={assetPath} />
        ) : (
          <EmptyState title={t("emptyTitle")}>
            <p>{t("empty")}</p>
          </EmptyState>
        )}
      </Section>
      <Section title={t("addTitle")}>
        {isFull ? (
          <p>{t("full")}</p>
        ) : (
          <div className="max-w-journey">
            <ActionForm
              // Empty again once something was added; the same form where nothing was, or its answer would be lost without script.
              key={wealth.manualAssets.length}
              action={add}
              hidden={{ assetId: nextId, locale }}
              fields={[
                fields.kind("property"),
                fields.name(""),
                currency,
                fields.amount,
                fields.day(today),
                fields.share(null),
              ]}
              submit={t("add")}
              texts={texts}
            />
          </div>
        )}
      </Section>
    </WealthFrame>
  );
}
