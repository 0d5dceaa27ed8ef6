import { useLocale, useTranslations } from "next-intl";

import { ReceiptLinks } from "#components/receipts/receipt-links.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { ConsentView } from "#lib/consent/view.ts";
import { formatDate, formatDateTime } from "#lib/kernel/format.ts";
import type { ReceiptView } from "#lib/receipts/view.ts";
import type { NamedBanks } from "./named-banks.ts";

export const consentNotices = ["declined", "withdrawn", "amended", "renewed", "unchanged"] as const;
export type ConsentNoticeKind = (typeof consentNotices)[number];

interface ConsentNoticeProps {
  readonly consent: ConsentView;
  readonly named: NamedBanks;
  readonly receipts: readonly ReceiptView[];
  readonly firm: string;
  readonly notice: ConsentNoticeKind | null;
}

/** What just happened, what it means and what stays; nothing where the consent does not bear it out. */
export function ConsentNotice(props: ConsentNoticeProps) {
  const { consent, firm, notice } = props;
  const t = useTranslations("consents.notices");
  const locale = useLocale();
  if (notice === "withdrawn" && consent.state === "withdrawn") return <Withdrawn {...props} />;
  if (notice === "declined" && consent.state === "declined") {
    return (
      <Notice tone="good" role="status" word={t("declined")}>
        <p>{t("declinedMeans", { firm })}</p>
      </Notice>
    );
  }
  if (!consent.isInForce || !consent.validUntil) return null;
  if (notice === "amended" || notice === "renewed" || notice === "unchanged") {
    return (
      <Notice tone="good" role="status" word={t(notice)}>
        <p>{t(`${notice}Means`, { date: formatDate(locale, consent.validUntil) })}</p>
      </Notice>
    );
  }
  return null;
}

function Withdrawn({ consent, named, receipts, firm }: ConsentNoticeProps) {
  const t = useTranslations("consents.notices");
  const receipt = useTranslations("receipt.titles");
  const locale = useLocale();
  const { endedAt, keptUntil, deletedWithEnd } = consent;
  const banks = named.banks.map(({ bank }) => bank).join(", ");
  const [latest] = receipts.filter(({ kind }) => kind === "consentEnded");
  return (
    <Notice tone="good" role="status" word={t("withdrawn")}>
      <p>{t("ended", { firm, at: formatDateTime(locale, endedAt ?? consent.asOf) })}</p>
      {banks ? <p>{t("banks", { banks })}</p> : null}
      <p>
        {deletedWithEnd || !keptUntil
          ? t("deleted")
          : t("kept", { firm, date: formatDate(locale, keptUntil) })}
      </p>
      <p>
        {t("accessStays")} <TextLink href="/bank-access">{t("accessLink")}</TextLink>
      </p>
      {latest ? (
        <ReceiptLinks receiptId={latest.id} about={receipt(latest.kind)} />
      ) : (
        <p>{t("receiptSoon")}</p>
      )}
    </Notice>
  );
}
