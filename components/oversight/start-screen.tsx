import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { ActRowView, LeaverView } from "#lib/oversight/view.ts";

type Kind = ActRowView["kind"];

export interface StartScreenProps {
  readonly advisors: readonly LeaverView[];
  readonly banks: readonly { readonly id: string; readonly name: string }[];
  /** Why what was asked for cannot be shown, in words. */
  readonly problem: string | null;
}

/** What an act is to be about, as forms whose answer is an address: the page that shows what would happen. */
export function StartScreen({ advisors, banks, problem }: StartScreenProps) {
  const t = useTranslations("oversight");
  const leavers = advisors.map(({ id, name, standing }) => ({
    value: id,
    label: standing === "active" ? name : t(`start.${standing}`, { name }),
  }));
  const successors = advisors
    .filter(({ standing }) => standing === "active")
    .map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className="max-w-[42rem] space-y-8">
      <p className="no-print mb-4 text-small">
        <TextLink href="/console/acts">{t("act.all")}</TextLink>
      </p>
      <PageHeading title={t("start.title")}>
        <p>{t("start.intro")}</p>
      </PageHeading>
      {problem ? (
        <Notice tone="caution" word={t("start.problem")} role="alert">
          <p>{problem}</p>
        </Notice>
      ) : null}
      <Section title={t("kinds.terminate")}>
        <Ask kind="consents.terminate">
          <Field id="start-consent" name="consent" label={t("start.consents")} required autoComplete="off" />
        </Ask>
      </Section>
      <Section title={t("kinds.delete")}>
        <Ask kind="credentials.delete">
          <Field
            id="start-credential"
            name="credential"
            label={t("start.credentials")}
            required
            autoComplete="off"
          />
        </Ask>
      </Section>
      {banks.length === 0 ? null : (
        <Section title={t("start.all")}>
          <Ask kind="credentials.delete">
            <SelectField
              id="start-bank"
              name="institution"
              label={t("start.bank")}
              options={banks.map(({ id, name }) => ({ value: id, label: name }))}
            />
          </Ask>
        </Section>
      )}
      {leavers.length === 0 ? null : (
        <Section title={t("kinds.offboard")}>
          <Ask kind="advisor.offboard">
            <SelectField id="start-advisor" name="advisor" label={t("start.advisor")} options={leavers} />
            <SelectField
              id="start-to"
              name="to"
              label={t("start.successor")}
              options={[{ value: "", label: t("start.nobody") }, ...successors]}
            />
          </Ask>
        </Section>
      )}
    </div>
  );
}

function Ask({ kind, children }: { readonly kind: Kind; readonly children: ReactNode }) {
  const t = useTranslations("oversight.start");
  return (
    <form method="get" action="/console/acts/new" className="space-y-4">
      <input type="hidden" name="kind" value={kind} />
      {children}
      <Button variant="secondary">{t("show")}</Button>
    </form>
  );
}
