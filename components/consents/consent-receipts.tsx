import { useLocale, useTranslations } from "next-intl";

import { ReceiptLinks } from "#components/receipts/receipt-links.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { ConsentView, HistoryEntryView } from "#lib/consent/view.ts";
import { formatDateTime } from "#lib/kernel/format.ts";
import type { ReceiptView } from "#lib/receipts/view.ts";
import { consentPath } from "./paths.ts";

interface ConsentReceiptsProps {
  readonly consent: ConsentView;
  readonly history: readonly HistoryEntryView[];
  readonly receipts: readonly ReceiptView[];
}

/** A receipt of every act since the consent was given; one that is still being signed is said to be. */
export function ConsentReceipts({ consent, history, receipts }: ConsentReceiptsProps) {
  const t = useTranslations("consents.receipts");
  const titles = useTranslations("receipt.titles");
  const locale = useLocale();
  const missing = history.filter(hasReceipt).length - receipts.length;
  if (missing <= 0 && receipts.length === 0) return null;
  return (
    <Section title={t("title")}>
      {receipts.length > 0 ? (
        <ul className="divide-y divide-line border-line border-y">
          {receipts.map(({ id, kind, issuedAt }) => (
            <li key={id} className="space-y-1 py-3">
              <p>
                {titles(kind)} · <Time iso={issuedAt} show="moment" />
              </p>
              <ReceiptLinks receiptId={id} about={`${titles(kind)}, ${formatDateTime(locale, issuedAt)}`} />
            </li>
          ))}
        </ul>
      ) : null}
      {missing > 0 ? (
        <p className="flex flex-wrap gap-x-4 gap-y-1">
          {t("soon", { count: missing })} <TextLink href={consentPath(consent.id)}>{t("lookAgain")}</TextLink>
        </p>
      ) : null}
    </Section>
  );
}

/** What was asked for and never given is no consent yet, and has no receipt. */
const hasReceipt = ({ state, act }: HistoryEntryView): boolean =>
  state === "given" || ["withdrawn", "terminated", "revokedAtBank"].includes(act) || act === "expired";
