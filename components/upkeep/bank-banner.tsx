import { useTranslations } from "next-intl";

import { ConfirmAction } from "#components/ui/confirm-action.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { locales } from "#lib/kernel/locale.ts";
import type { InstitutionDetailView } from "#lib/upkeep/view.ts";

interface BankBannerProps {
  readonly bank: InstitutionDetailView;
  readonly withdraw: FormAction;
}

/** What the firm's investors are told of the bank, in every language, and how to change or withdraw it. */
export function BankBanner({ bank, withdraw }: BankBannerProps) {
  const t = useTranslations("upkeep.banner");
  const texts = useFormTexts();
  const { id, name, banner } = bank;
  if (!banner) {
    return (
      <>
        <p>{t("none")}</p>
        {name === null ? null : <SetLink id={id} label={t("set")} />}
      </>
    );
  }
  return (
    <div className="space-y-4">
      {banner.isOver ? <p className="text-quiet">{t("over")}</p> : null}
      <dl className="max-w-[42rem] space-y-2 text-small">
        {locales.map((locale) => (
          <div key={locale}>
            <dt className="text-quiet">{t(`texts.${locale}`)}</dt>
            <dd lang={locale} className="[overflow-wrap:anywhere]">
              {banner[locale]}
            </dd>
          </div>
        ))}
      </dl>
      <Facts
        facts={[
          { term: t("shownUntil"), fact: <Time iso={banner.until} show="moment" /> },
          {
            term: t("setBy"),
            fact: (
              <TextLink href={`/console/people/${banner.setBy}`}>
                <code>{`${banner.setBy.slice(0, 12)}…`}</code>
              </TextLink>
            ),
          },
        ]}
      />
      <div className="no-print flex flex-wrap items-start gap-x-6 gap-y-3">
        {name === null ? null : <SetLink id={id} label={t("change")} />}
        <ConfirmAction
          label={t("withdraw")}
          fullLabel={t("withdrawNamed", { bank: name ?? id })}
          action={withdraw}
          hidden={{ institutionId: id, seen: banner.setAt }}
          texts={texts}
        >
          <p>{t("withdrawWarning")}</p>
        </ConfirmAction>
      </div>
    </div>
  );
}

const SetLink = ({ id, label }: { readonly id: string; readonly label: string }) => (
  <p className="no-print">
    <TextLink href={`/console/institutions/${id}/banner`}>{label}</TextLink>
  </p>
);
