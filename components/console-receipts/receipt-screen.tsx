import { useTranslations } from "next-intl";

import { buttonClass } from "#components/ui/button-class.ts";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { DescribedReceipt } from "#lib/receipts/view.ts";

export interface ReceiptScreenProps {
  readonly receiptId: string;
  /** The consent or the credential that it is about. */
  readonly subjectId: string;
  readonly described: DescribedReceipt;
  /** Where anybody checks the signed file. */
  readonly checkAddress: string;
}

/** A receipt or a certificate of deletion, to be read, printed and handed on with its signature. */
export function ReceiptScreen({ receiptId, subjectId, described, checkAddress }: ReceiptScreenProps) {
  const t = useTranslations("consoleReceipt");
  const { title, issuer, lead, facts } = described;
  const subject = subjectId.startsWith("crd_") ? "credentials" : "consents";
  return (
    <div className="max-w-[48rem] space-y-8">
      <PageHeading title={title}>
        <p>{lead}</p>
      </PageHeading>
      <p className="text-quiet">{issuer}</p>
      <dl className="divide-y divide-line border-line border-y">
        {facts.map(({ term, lines }) => (
          <div key={term} className="grid gap-x-8 gap-y-1 py-3 sm:grid-cols-[12rem_1fr]">
            <dt className="text-quiet text-small">{term}</dt>
            <dd className="min-w-0 space-y-0.5 [overflow-wrap:anywhere]">
              {lines.map((line) => (
                <p key={line}>{line}</p>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <div className="no-print space-y-4">
        <p className="flex flex-wrap gap-4">
          <a href={`/console/receipts/${receiptId}/pdf`} download className={buttonClass("primary")}>
            {t("pdf")}
          </a>
          <a href={`/console/receipts/${receiptId}/file`} download className={buttonClass("secondary")}>
            {t("file")}
          </a>
        </p>
        <p className="text-quiet text-small">{t("check", { address: checkAddress })}</p>
        <p>
          <span className="block text-quiet text-small">{t("about")}</span>
          <TextLink href={`/console/${subject}/${subjectId}`}>
            <code className="[overflow-wrap:anywhere]">{subjectId}</code>
          </TextLink>
        </p>
      </div>
    </div>
  );
}
