import { useLocale, useTranslations } from "next-intl";

import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Section } from "#components/ui/section.tsx";
import type { EvidencePreview } from "#lib/evidence/view.ts";
import { formatDate } from "#lib/kernel/format.ts";

interface PreviewProps {
  readonly preview: EvidencePreview;
  readonly isConfirmed: boolean;
}

const held = ["entries", "texts", "receipts", "consents", "keys"] as const;

export function EvidencePreviewPart({ preview, isConfirmed }: PreviewProps) {
  const t = useTranslations("evidence");
  const errors = useTranslations("errors.evidence");
  const { kind, entries, isTooMuch } = preview;
  return (
    <Section title={t("packTitle")}>
      <PreviewFacts preview={preview} />
      {isTooMuch ? (
        <Notice tone="caution" word={t("tooMany")}>
          <p>{errors("too_many")}</p>
        </Notice>
      ) : null}
      {entries === 0 ? (
        <EmptyState title={t("none")}>
          <p>{t("noneBody")}</p>
        </EmptyState>
      ) : null}
      {entries > 0 && !isTooMuch ? (
        <>
          {isConfirmed ? (
            <Notice tone="good" word={t("confirmed")} role="status">
              <p>{t("confirmedBody")}</p>
            </Notice>
          ) : null}
          <div className="space-y-2">
            <h3 className="font-semibold">{t("holdsTitle")}</h3>
            <ul className="list-disc space-y-1 pl-5">
              {held.map((part) => (
                <li key={part}>{t(`holds.${part}`)}</li>
              ))}
            </ul>
            <p className="text-quiet">{t("notIn")}</p>
          </div>
          <Notice tone="info" word={t("care")}>
            <p>{t(kind === "period" ? "carePeriod" : "careBody")}</p>
          </Notice>
          <MakeForm preview={preview} />
          <div className="space-y-2">
            <h3 className="font-semibold">{t("checkTitle")}</h3>
            <p>{t("checkBody")}</p>
            <p>
              <code className="break-all">
                npm run audit:verify -- PACK.zip --key KEYFILE --receipt-keys KEYSET
              </code>
            </p>
          </div>
        </>
      ) : null}
    </Section>
  );
}

function PreviewFacts({ preview: { kind, id, from, to, investor, entries } }: Pick<PreviewProps, "preview">) {
  const t = useTranslations("evidence");
  const locale = useLocale();
  const day = (said: string | null) => (said === null ? "–" : formatDate(locale, said));
  const days = from === to ? t("oneDay", { day: day(from) }) : t("days", { from: day(from), to: day(to) });
  const facts = [
    {
      term: t(`about.${kind}`),
      fact: id === null ? days : <code className="break-all">{id}</code>,
    },
    ...(investor ? [{ term: t("investor"), fact: investor.name ?? t("nameErased") }] : []),
    { term: t("entries"), fact: t("count", { count: entries }) },
  ];
  return <Facts facts={facts} />;
}

/** A download of one's own link: it is asked for by address, so that it works without script. */
function MakeForm({ preview: { kind, id, from, to, heldSizes } }: Pick<PreviewProps, "preview">) {
  const t = useTranslations("evidence");
  return (
    <form method="get" action="/console/evidence/pack" className="no-print max-w-journey space-y-4">
      {id === null ? (
        <>
          <input type="hidden" name="from" value={from ?? ""} />
          <input type="hidden" name="to" value={to ?? ""} />
        </>
      ) : (
        <input type="hidden" name={kind} value={id} />
      )}
      <Field
        id="evidence-held"
        name="held"
        label={t("held")}
        hint={t("heldHint")}
        defaultValue={heldSizes.join(", ")}
        maxLength={400}
        autoComplete="off"
      />
      <Button variant="primary">{t("make")}</Button>
      <p className="text-small text-quiet">{t("makeHint")}</p>
    </form>
  );
}
