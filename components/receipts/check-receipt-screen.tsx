import { useTranslations } from "next-intl";

import { PageHeading } from "#components/ui/page-heading.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { ReceiptCheckView } from "#lib/receipts/view.ts";
import { CheckReceiptForm } from "./check-receipt-form.tsx";

/** Where anybody learns whether a receipt is right. */
export function CheckReceiptScreen({ check }: { readonly check: FormAction<ReceiptCheckView> }) {
  const t = useTranslations("receipt.check");
  return (
    <div className="space-y-10">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <CheckReceiptForm
        check={check}
        texts={{
          ...useFormTexts(),
          file: t("file"),
          fileHint: t("fileHint"),
          text: t("text"),
          submit: t("submit"),
          right: t("right"),
          rightBody: t("rightBody"),
          proven: t("proven"),
          unproven: t("unproven"),
          now: t("now"),
          wrong: t("wrong"),
          faults: {
            unreadable: t("faults.unreadable"),
            signatureUnknown: t("faults.signatureUnknown"),
            signatureWrong: t("faults.signatureWrong"),
            proofWrong: t("faults.proofWrong"),
          },
        }}
      />
    </div>
  );
}
