import { useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { HouseholdsView } from "#lib/portfolio/household-view.ts";
import { HouseholdForm } from "./household-form.tsx";

export interface HouseholdsScreenProps {
  readonly view: HouseholdsView;
  readonly make: FormAction;
}

/** An advisor's households, without a figure, and a form for one more. */
export function HouseholdsScreen({ view: { households, choices }, make }: HouseholdsScreenProps) {
  const t = useTranslations("households");
  const clients = useTranslations("clients");
  const formTexts = useFormTexts();
  const columns = (["name", "members", "shared"] as const).map((key) => ({ key, header: t(key) }));
  return (
    <div className="max-w-dashboard space-y-10">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      {households.length > 0 ? (
        <Table
          caption={t("title")}
          columns={columns}
          rows={households.map(({ id, name, members, shared }) => ({
            key: id,
            cells: [
              <TextLink key="name" href={`/advisor/households/${id}`}>
                {name}
              </TextLink>,
              members,
              t("sharedOf", { shared, members }),
            ],
          }))}
        />
      ) : (
        <EmptyState title={t("emptyTitle")}>
          <p>{t("emptyBody")}</p>
        </EmptyState>
      )}
      <Section title={t("make")}>
        {choices.length > 0 ? (
          <HouseholdForm
            action={make}
            choices={choices.map(({ id, name }) => ({
              id,
              name: name ?? clients("unnamed"),
              isMember: false,
            }))}
            texts={{
              ...formTexts,
              ...{ name: t("name"), nameHint: t("nameHint"), choose: t("choose") },
              ...{ submit: t("makeSubmit"), missing: t("missing") },
            }}
          />
        ) : (
          <p className="max-w-[42rem] text-quiet">{t("noChoices")}</p>
        )}
      </Section>
    </div>
  );
}
