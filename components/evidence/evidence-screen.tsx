import { useTranslations } from "next-intl";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import type { EvidencePage } from "#lib/evidence/view.ts";
import { EvidencePreviewPart } from "./evidence-preview.tsx";

export interface EvidenceScreenProps extends EvidencePage {
  /** Somebody has just proved who they are, to make this pack. */
  readonly isConfirmed: boolean;
}

const address = "/console/evidence";

export function EvidenceScreen({ asked, fault, preview, isConfirmed }: EvidenceScreenProps) {
  const t = useTranslations("evidence");
  const errors = useTranslations("errors.evidence");
  return (
    <div className="space-y-8">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      {fault === "notFound" ? (
        <Notice tone="caution" word={t("notFound")} role="status">
          <p>{errors("subject_not_found")}</p>
        </Notice>
      ) : null}
      {fault !== null && fault !== "notFound" ? (
        <Notice tone="caution" word={t("faultWord")} role="status">
          <p>{t(`fault.${fault}`)}</p>
        </Notice>
      ) : null}
      {preview ? <EvidencePreviewPart preview={preview} isConfirmed={isConfirmed} /> : null}
      <div className="no-print grid gap-6 lg:grid-cols-2">
        <form
          method="get"
          action={address}
          aria-labelledby="one-thing"
          className="space-y-4 rounded-edge border border-line bg-raised p-4"
        >
          <h2 id="one-thing" className="text-title">
            {t("oneTitle")}
          </h2>
          <Field
            id="evidence-id"
            name="id"
            label={t("oneLabel")}
            hint={t("oneHint")}
            defaultValue={asked.id}
            maxLength={60}
            autoComplete="off"
            spellCheck={false}
            required
          />
          <Button variant="secondary">{t("look")}</Button>
        </form>
        <form
          method="get"
          action={address}
          aria-labelledby="days"
          className="space-y-4 rounded-edge border border-line bg-raised p-4"
        >
          <h2 id="days" className="text-title">
            {t("daysTitle")}
          </h2>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              id="evidence-from"
              name="from"
              type="date"
              label={t("from")}
              defaultValue={asked.from}
              required
            />
            <Field id="evidence-to" name="to" type="date" label={t("to")} defaultValue={asked.to} required />
          </div>
          <Button variant="secondary">{t("look")}</Button>
        </form>
      </div>
    </div>
  );
}
