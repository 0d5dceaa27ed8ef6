import { useLocale, useTranslations } from "next-intl";

import { ActionForm } from "#components/ui/action-form.tsx";
import { ConfirmAction } from "#components/ui/confirm-action.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatCurrency, formatDate, formatMoney } from "#lib/kernel/format.ts";
import type { OwnAssetView } from "#lib/portfolio/own-assets-view.ts";
import { type AssetDone, AssetDoneNotice } from "./asset-done-notice.tsx";
import { useAssetFields } from "./use-asset-fields.ts";
import { WealthFrame } from "./wealth-frame.tsx";
import { wealthPath } from "./wealth-paths.ts";

export interface AssetActions {
  readonly value: FormAction;
  readonly removeValue: FormAction;
  readonly change: FormAction;
  readonly remove: FormAction;
}

export interface WealthAssetScreenProps {
  readonly asset: OwnAssetView;
  readonly actions: AssetActions;
  readonly done: AssetDone | null;
}

/** One thing that no bank keeps: what it was worth, what it is worth now, and what it is. */
export function WealthAssetScreen({ asset, actions, done }: WealthAssetScreenProps) {
  const t = useTranslations("wealth.assets");
  const kinds = useTranslations("wealth.manual.kinds");
  const locale = useLocale();
  const texts = useFormTexts();
  const fields = useAssetFields(asset.kinds);
  const { id, version, kind, name, currency, share, today } = asset;
  const seen = { assetId: id, version: String(version) };
  const typed = { ...seen, locale };
  return (
    <WealthFrame page={null} base={null} title={name} intro={<p>{kinds(kind)}</p>}>
      <AssetDoneNotice done={done} />
      <Section title={t("valueTitle")}>
        <div className="max-w-journey space-y-4">
          <p className="text-quiet">{t("sameDay")}</p>
          <ActionForm
            action={actions.value}
            hidden={typed}
            fields={[{ ...fields.amount, label: `${fields.amount.label} (${currency})` }, fields.day(today)]}
            submit={t("value")}
            texts={texts}
          />
        </div>
      </Section>
      <Section title={t("valuesTitle")}>
        <Valuations asset={asset} remove={actions.removeValue} />
      </Section>
      <Section title={t("changeTitle")}>
        <div className="max-w-journey space-y-4">
          <p className="text-quiet">{t("currencyStays", { currency: formatCurrency(locale, currency) })}</p>
          <ActionForm
            action={actions.change}
            hidden={typed}
            fields={[fields.kind(kind), fields.name(name), fields.share(share)]}
            submit={t("change")}
            variant="secondary"
            texts={texts}
          />
        </div>
      </Section>
      <Section title={t("removeTitle")}>
        <ConfirmAction
          label={t("remove")}
          fullLabel={t("removeFull")}
          action={actions.remove}
          hidden={seen}
          texts={texts}
        >
          <p>{t("removeMeans")}</p>
        </ConfirmAction>
      </Section>
      <p>
        <TextLink href={wealthPath("assets")}>{t("back")}</TextLink>
      </p>
    </WealthFrame>
  );
}

/** All that it was worth. The only value there is has no button: without any it would say nothing. */
function Valuations({ asset, remove }: { readonly asset: OwnAssetView; readonly remove: FormAction }) {
  const t = useTranslations("wealth.assets");
  const locale = useLocale();
  const texts = useFormTexts();
  const { id, version, currency, valuations } = asset;
  const hasRemoval = valuations.length > 1;
  return (
    <Table
      caption={t("valuesTitle")}
      columns={[
        { key: "day", header: t("fields.day") },
        { key: "amount", header: <span className="block text-end">{t("fields.amount")}</span> },
        ...(hasRemoval ? [{ key: "remove", header: t("removeValue") }] : []),
      ]}
      rows={valuations.map(({ day, amount }) => ({
        key: day,
        cells: [
          formatDate(locale, day),
          <span key="amount" className="block text-end tabular-nums">
            {formatMoney(locale, { amount, currency })}
          </span>,
          ...(hasRemoval
            ? [
                <ConfirmAction
                  key="remove"
                  label={t("removeValue")}
                  fullLabel={t("removeValueFull", { date: formatDate(locale, day) })}
                  action={remove}
                  hidden={{ assetId: id, version: String(version), day }}
                  texts={texts}
                >
                  <p>{t("removeValueMeans")}</p>
                </ConfirmAction>,
              ]
            : []),
        ],
      }))}
    />
  );
}
