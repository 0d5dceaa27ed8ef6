import { useTranslations } from "next-intl";

import { Button } from "#components/ui/button.tsx";
import { NarrowedOnPaper } from "#components/ui/narrowed-on-paper.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { ConsentView } from "#lib/consent/view.ts";
import { disclosurePeriods, type ViewerOfDataView } from "#lib/disclosures/view.ts";
import { isNarrowed, type Narrowed } from "./paths.ts";
import { useConsentName } from "./use-consent-name.ts";
import { useViewerName } from "./use-viewer-name.ts";

export interface DisclosureFilterProps {
  readonly narrowed: Narrowed;
  readonly viewers: readonly ViewerOfDataView[];
  /** Those that were ever given. */
  readonly consents: readonly ConsentView[];
  readonly firm: string;
}

/** An ordinary form: how the list is narrowed stands in the page's address. */
export function DisclosureFilter({ narrowed, viewers, consents, firm }: DisclosureFilterProps) {
  const t = useTranslations("disclosures.filter");
  const viewerName = useViewerName(firm);
  const consentName = useConsentName(consents);
  const any = { value: "", label: t("any") };
  const viewer = viewers.find(({ id }) => id === narrowed.viewerId);
  const to = [
    { term: t("who"), fact: viewer && viewerName(viewer) },
    { term: t("consent"), fact: narrowed.consentId && consentName(narrowed.consentId) },
    { term: t("period"), fact: t(`periods.${narrowed.period}`) },
  ];
  return (
    <>
      <NarrowedOnPaper to={to} />
      <details
        open={isNarrowed(narrowed) || undefined}
        className="no-print rounded-edge border border-line bg-raised"
      >
        <summary className="min-h-11 px-4 py-2.5 font-semibold sm:px-5">{t("title")}</summary>
        <form method="get" action="/who-saw-it" className="space-y-5 px-4 pt-1 pb-5 sm:px-5">
          <div className="grid gap-5 sm:grid-cols-3">
            <SelectField
              id="seen-who"
              name="who"
              label={t("who")}
              defaultValue={narrowed.viewerId ?? ""}
              options={[any, ...viewers.map((viewer) => ({ value: viewer.id, label: viewerName(viewer) }))]}
            />
            <SelectField
              id="seen-consent"
              name="consent"
              label={t("consent")}
              defaultValue={narrowed.consentId ?? ""}
              options={[any, ...consents.map(({ id }) => ({ value: id, label: consentName(id) }))]}
            />
            <SelectField
              id="seen-when"
              name="when"
              label={t("period")}
              defaultValue={narrowed.period}
              options={disclosurePeriods.map((value) => ({ value, label: t(`periods.${value}`) }))}
            />
          </div>
          <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
            <Button variant="secondary">{t("show")}</Button>
            {isNarrowed(narrowed) ? <TextLink href="/who-saw-it">{t("all")}</TextLink> : null}
          </div>
        </form>
      </details>
    </>
  );
}
