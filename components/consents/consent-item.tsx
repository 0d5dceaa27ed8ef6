import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";

import { LinkButton } from "#components/ui/link-button.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import { placeOf } from "#components/vault/place.ts";
import type { ConsentView } from "#lib/consent/view.ts";
import { formatDate } from "#lib/kernel/format.ts";
import { ConsentBadge } from "./consent-badge.tsx";
import { CoveredAccounts } from "./covered-accounts.tsx";
import { lastUseOf, type NamedBanks } from "./named-banks.ts";
import { consentPath } from "./paths.ts";
import { standingOf } from "./standing.ts";
import { useEnding } from "./use-ending.ts";
import { useRecipients } from "./use-recipients.ts";
import { useWhy } from "./use-why.ts";

export interface ConsentItemProps {
  readonly consent: ConsentView;
  readonly named: NamedBanks;
  readonly firm: string;
}

/** A consent in a list: the card's five parts in their order, in short, and when it was last used. */
export function ConsentItem({ consent, named, firm }: ConsentItemProps) {
  const t = useTranslations("consents");
  const receipt = useTranslations("receipt");
  const locale = useLocale();
  const id = useId();
  const who = useRecipients(consent, firm).join(" · ");
  const why = useWhy(consent);
  return (
    <li aria-labelledby={id} className="space-y-3 px-4 py-5 sm:px-5">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1">
        <h2 id={id} className="min-w-0 font-sans font-semibold text-lead [overflow-wrap:anywhere]">
          <span className="sr-only">{t("card.who")}: </span>
          <Link href={consentPath(consent.id)} className="underline-offset-4 hover:underline">
            {who}
          </Link>
        </h2>
        <ConsentBadge consent={consent} />
      </div>
      <dl className="space-y-2">
        <Part term={t("card.what")}>
          <p>{consent.clusters.map(({ cluster }) => receipt(`categories.${cluster}`)).join(" · ")}</p>
          {consent.givenAt ? <CoveredAccounts consent={consent} named={named} /> : null}
        </Part>
        <Part term={t("card.howLong")}>
          <Span consent={consent} firm={firm} />
        </Part>
        <Part term={t("card.why")}>
          {why.slice(0, -1).map((line) => (
            <p key={line}>{line}</p>
          ))}
        </Part>
        <Part term={t("card.where")}>{placeOf(consent.region, locale)}</Part>
        {consent.givenAt ? (
          <Part term={t("lastUsed")}>
            <LastUse at={lastUseOf(named)} />
          </Part>
        ) : null}
      </dl>
      <Ways consent={consent} who={who} />
    </li>
  );
}

function Part({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div className="grid gap-x-6 sm:grid-cols-[9rem_1fr]">
      <dt className="text-quiet text-small">{term}</dt>
      <dd className="min-w-0 space-y-1 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

function Span({ consent, firm }: Pick<ConsentItemProps, "consent" | "firm">) {
  const t = useTranslations("consents");
  const locale = useLocale();
  const ending = useEnding(consent, firm);
  const { givenAt, validUntil, duration } = consent;
  const day = (iso: string) => formatDate(locale, iso);
  const span = givenAt && validUntil ? t("span", { from: day(givenAt), until: day(validUntil) }) : null;
  return (
    <>
      <p>{span ?? t(`card.durations.${duration}`)}</p>
      {ending ? <p className="font-semibold">{ending}</p> : null}
    </>
  );
}

function LastUse({ at }: { readonly at: string | null }) {
  const t = useTranslations("consents");
  return at ? <Time iso={at} show="moment" /> : t("neverUsed");
}

/** A request waits for its answer; everything else is read on its own page. */
function Ways({ consent, who }: { readonly consent: ConsentView; readonly who: string }) {
  const t = useTranslations("consents");
  const { id } = consent;
  const { kind } = standingOf(consent);
  if (kind === "asked") {
    return (
      <LinkButton href={consentPath(id, "answer")} variant="primary">
        {t("answer")}
      </LinkButton>
    );
  }
  return (
    <p>
      <TextLink href={consentPath(id)}>
        {t(kind === "ended" ? "openEnded" : "open")}
        <span className="sr-only">: {who}</span>
      </TextLink>
    </p>
  );
}
