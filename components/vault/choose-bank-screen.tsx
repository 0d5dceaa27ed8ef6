import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";

import { Mark } from "#components/brand/mark.tsx";
import { JourneyHeader } from "#components/journey/journey-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Field } from "#components/ui/field.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { InstitutionListView, InstitutionView } from "#lib/institutions/view.ts";
import { formatCountry, formatDateTime } from "#lib/kernel/format.ts";
import { BankState } from "./bank-state.tsx";

export interface ChooseBankScreenProps {
  /** No bank is connected so far under a consent that was given. */
  readonly isFirst: boolean;
  readonly query: string;
  readonly banks: InstitutionListView;
  readonly firm: string;
}

/** A search that is an ordinary form: it works without script, and its address can be kept. */
export function ChooseBankScreen({ query, banks, firm, isFirst }: ChooseBankScreenProps) {
  const t = useTranslations("bankAccess");
  const { popular, found, more } = banks;
  return (
    <div className="max-w-journey space-y-8">
      <JourneyHeader step="bank" isFirst={isFirst} back={{ href: "/bank-access", label: t("back") }} />
      <PageHeading title={t("chooseTitle")} />
      <search>
        <form action="/bank-access/add" className="space-y-4">
          <Field
            id="bank-search"
            name="q"
            type="search"
            label={t("searchLabel")}
            defaultValue={query}
            maxLength={100}
            autoComplete="off"
          />
          <Button variant="secondary" wide>
            {t("searchButton")}
          </Button>
        </form>
      </search>
      {popular.length > 0 ? (
        <>
          <Section title={t("popular")}>
            <BankList banks={popular} />
          </Section>
          {found.length > 0 ? (
            <Section title={t("others")}>
              <BankList banks={found} />
              {more > 0 ? <p>{t("more", { count: more })}</p> : null}
            </Section>
          ) : null}
        </>
      ) : (
        <Found banks={banks} firm={firm} />
      )}
      {query ? (
        <p>
          <TextLink href="/bank-access/add">{t("showAll")}</TextLink>
        </p>
      ) : null}
    </div>
  );
}

function Found({ banks: { found, more }, firm }: Pick<ChooseBankScreenProps, "banks" | "firm">) {
  const t = useTranslations("bankAccess");
  if (found.length === 0)
    return (
      <EmptyState title={t("noneTitle")}>
        <p>{t("noneBody", { firm })}</p>
      </EmptyState>
    );
  return (
    <div className="space-y-3">
      <p className="text-quiet text-small">{t("found", { count: found.length + more })}</p>
      <BankList banks={found} />
      {more > 0 ? <p>{t("more", { count: more })}</p> : null}
    </div>
  );
}

function BankList({ banks }: { readonly banks: readonly InstitutionView[] }) {
  return (
    <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
      {banks.map((bank) => (
        <BankLink key={bank.id} bank={bank} />
      ))}
    </ul>
  );
}

function BankLink({ bank }: { readonly bank: InstitutionView }) {
  const t = useTranslations("bankAccess");
  const locale = useLocale();
  return (
    <li>
      <Link
        href={`/bank-access/add/${bank.id}`}
        className="group flex items-center justify-between gap-4 px-4 py-4 sm:px-5"
      >
        <Mark of="bank" name={bank.name} logo={bank.logo} />
        <span className="min-w-0 grow space-y-1">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-semibold underline-offset-4 group-hover:underline">{bank.name}</span>
            <BankState bank={bank} />
          </span>
          <span className="block text-quiet text-small [overflow-wrap:anywhere]">{bank.legalName}</span>
          <span className="block text-quiet text-small">
            {formatCountry(locale, bank.country)} · {bank.bic}
          </span>
          {bank.banner ? (
            <span className="block text-small [overflow-wrap:anywhere]">
              <span className="font-semibold">{t("bannerPlain")}:</span> {bank.banner.text}{" "}
              {t("bannerUntil", { time: formatDateTime(locale, bank.banner.until) })}
            </span>
          ) : null}
        </span>
        <ChevronRight aria-hidden="true" className="size-5 shrink-0 text-quiet" />
      </Link>
    </li>
  );
}
