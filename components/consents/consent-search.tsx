import { useTranslations } from "next-intl";

import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { NarrowedOnPaper } from "#components/ui/narrowed-on-paper.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { type ConsentQuery, consentSorts, standingsOf, withinDays } from "#lib/consent/query-view.ts";
import type { PartyView } from "#lib/consent/view.ts";
import { isNarrowed, tabPath } from "./paths.ts";

export interface ConsentSearchProps {
  readonly query: ConsentQuery;
  readonly banks: readonly { readonly institutionId: string; readonly bank: string }[];
  readonly advisors: readonly PartyView[];
}

/** Looking for consents. An ordinary form: what is looked for stands in the page's address. */
export function ConsentSearch({ query, banks, advisors }: ConsentSearchProps) {
  const t = useTranslations("consents.search");
  const { tab, text, sort } = query;
  return (
    <>
      <NarrowedOnPaper to={useNarrowedTo({ query, banks, advisors })} />
      <details
        open={isNarrowed(query) || undefined}
        className="no-print rounded-edge border border-line bg-raised"
      >
        <summary className="min-h-11 px-4 py-2.5 font-semibold sm:px-5">{t("title")}</summary>
        <form method="get" action="/consents" className="space-y-5 px-4 pt-1 pb-5 sm:px-5">
          {tab === "open" ? null : <input type="hidden" name="tab" value={tab} />}
          <Field
            id="consents-q"
            name="q"
            type="search"
            label={t("text")}
            defaultValue={text}
            maxLength={100}
          />
          <div className="grid gap-5 sm:grid-cols-2">
            <Filters query={query} banks={banks} advisors={advisors} />
            <SelectField
              id="consents-sort"
              name="sort"
              label={t("sort")}
              defaultValue={sort}
              options={consentSorts.map((each) => ({ value: each, label: t(`sorts.${tab}.${each}`) }))}
            />
          </div>
          <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
            <Button variant="secondary">{t("show")}</Button>
            {isNarrowed(query) ? <TextLink href={tabPath(tab)}>{t("all")}</TextLink> : null}
          </div>
        </form>
      </details>
    </>
  );
}

function useNarrowedTo({ query, banks, advisors }: ConsentSearchProps) {
  const t = useTranslations("consents.search");
  const states = useTranslations("consents.states");
  const { tab, text, institutionId, advisorId, standing, within } = query;
  const bank = banks.find((one) => one.institutionId === institutionId)?.bank ?? institutionId;
  const advisor = advisors.find(({ id }) => id === advisorId)?.name ?? advisorId;
  return [
    { term: t("text"), fact: text },
    { term: t("bank"), fact: bank },
    { term: t("advisor"), fact: advisor },
    { term: t("standing"), fact: standing && states(standing) },
    { term: t(`within.${tab}`), fact: within && t("days", { days: within }) },
  ];
}

function Filters({ query, banks, advisors }: ConsentSearchProps) {
  const t = useTranslations("consents.search");
  const states = useTranslations("consents.states");
  const { tab, institutionId, advisorId, standing, within } = query;
  const any = { value: "", label: t("any") };
  return (
    <>
      {banks.length > 0 ? (
        <SelectField
          id="consents-bank"
          name="bank"
          label={t("bank")}
          defaultValue={institutionId ?? ""}
          options={[any, ...banks.map(({ institutionId: value, bank }) => ({ value, label: bank }))]}
        />
      ) : null}
      {advisors.length > 0 ? (
        <SelectField
          id="consents-advisor"
          name="advisor"
          label={t("advisor")}
          defaultValue={advisorId ?? ""}
          options={[any, ...advisors.map(({ id, name }) => ({ value: id, label: name ?? id }))]}
        />
      ) : null}
      <SelectField
        id="consents-standing"
        name="standing"
        label={t("standing")}
        defaultValue={standing ?? ""}
        options={[any, ...standingsOf[tab].map((each) => ({ value: each, label: states(each) }))]}
      />
      <SelectField
        id="consents-within"
        name="within"
        label={t(`within.${tab}`)}
        defaultValue={`${within ?? ""}`}
        options={[any, ...withinDays.map((days) => ({ value: `${days}`, label: t("days", { days }) }))]}
      />
    </>
  );
}
