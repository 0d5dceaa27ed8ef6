import { useTranslations } from "next-intl";

interface ReceiptLinksProps {
  readonly receiptId: string;
  /** What it is the receipt of, for whoever hears the link alone. */
  readonly about: string;
}

const look = "text-accent underline underline-offset-4 hover:decoration-2";

/** A receipt to read and the signed file to keep. */
export function ReceiptLinks({ receiptId, about }: ReceiptLinksProps) {
  const t = useTranslations("receipt.links");
  return (
    <p className="flex flex-wrap gap-x-6 gap-y-1">
      <a href={`/receipts/${receiptId}/pdf`} download aria-label={t("readNamed", { about })} className={look}>
        {t("read")}
      </a>
      <a href={`/receipts/${receiptId}`} download aria-label={t("keepNamed", { about })} className={look}>
        {t("keep")}
      </a>
    </p>
  );
}
