import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { useRecipients } from "#components/consents/use-recipients.ts";
import { useWhy } from "#components/consents/use-why.ts";
import { TextLink } from "#components/ui/text-link.tsx";
import { placeOf } from "#components/vault/place.ts";
import type { ConsentView } from "#lib/consent/view.ts";
import { formatDate, formatDateTime } from "#lib/kernel/format.ts";

interface ConsentFactsProps {
  readonly consent: ConsentView;
  readonly firm: string;
  readonly successorId: string | null;
}

/** A consent in the order of every consent card (who, what, how long, why, where kept), in words for the firm's staff. */
export function ConsentFacts({ consent, firm, successorId }: ConsentFactsProps) {
  const t = useTranslations("consoleConsents.card");
  const { replacesId } = consent;
  const who = useRecipients(consent, firm);
  const why = useWhy(consent);
  return (
    <dl className="divide-y divide-line rounded-edge border border-line bg-raised px-4 sm:px-5">
      <Group term={t("who")}>
        <Lines lines={who} />
      </Group>
      <Group term={t("what")}>
        <Lines lines={useWhat(consent)} />
      </Group>
      <Group term={t("howLong")}>
        <Lines lines={useHowLong(consent)} />
      </Group>
      <Group term={t("why")}>
        <Lines lines={why} />
      </Group>
      <Group term={t("where")}>
        <Lines lines={useWhere(consent)} />
      </Group>
      {replacesId ? <Linked term={t("replaces")} id={replacesId} /> : null}
      {successorId ? <Linked term={t("successor")} id={successorId} /> : null}
    </dl>
  );
}

function useWhat({ clusters, accountIds, perDay }: ConsentView): readonly string[] {
  const t = useTranslations("consoleConsents.card");
  const receipt = useTranslations("receipt");
  const wealth = useTranslations("consents.card");
  const locale = useLocale();
  const data = clusters.flatMap(({ cluster, historyFrom, leavesOut }) => {
    const category = receipt(`categories.${cluster}`);
    const said = historyFrom
      ? wealth("since", { category, date: formatDate(locale, historyFrom) })
      : category;
    const items = leavesOut.map((one) => receipt(`leavable.${one}`)).join(", ");
    return leavesOut.length === 0 ? [said] : [said, receipt("leavesOut", { category, items })];
  });
  const often = perDay === null ? receipt("once") : receipt("perDay", { count: perDay });
  return [...data, t("accounts", { count: accountIds?.length ?? 0 }), often];
}

function useHowLong({ requestedAt, answerBy, givenAt, validUntil, endedAt }: ConsentView): readonly string[] {
  const t = useTranslations("consoleConsents.card");
  const locale = useLocale();
  const at = (iso: string) => formatDateTime(locale, iso);
  return [
    t("asked", { at: at(requestedAt), by: at(answerBy) }),
    ...(givenAt && validUntil ? [t("given", { at: at(givenAt), until: at(validUntil) })] : []),
    ...(endedAt ? [t("ended", { at: at(endedAt) })] : []),
  ];
}

function useWhere({ region, retentionDays, keptUntil, dataDeletedAt }: ConsentView): readonly string[] {
  const t = useTranslations("consoleConsents.card");
  const receipt = useTranslations("receipt");
  const locale = useLocale();
  const kept = t("kept", { place: placeOf(region, locale), region });
  if (dataDeletedAt) return [kept, t("deleted", { at: formatDateTime(locale, dataDeletedAt) })];
  if (keptUntil) return [kept, t("keptUntil", { at: formatDateTime(locale, keptUntil) })];
  return [kept, receipt("keptFor", { days: retentionDays })];
}

function Linked({ term, id }: { readonly term: string; readonly id: string }) {
  return (
    <Group term={term}>
      <TextLink href={`/console/consents/${id}`}>
        <code>{id}</code>
      </TextLink>
    </Group>
  );
}

function Group({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div className="grid gap-x-8 gap-y-1 py-3 text-small sm:grid-cols-[9rem_1fr]">
      <dt className="text-quiet">{term}</dt>
      <dd className="min-w-0 space-y-1 [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return lines.map((line) => (
    <p key={line}>
      <bdi>{line}</bdi>
    </p>
  ));
}
