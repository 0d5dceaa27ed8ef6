import { useLocale, useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { formatDate, formatDecimal, formatMoney } from "#lib/kernel/format.ts";
import type { EntryView } from "#lib/portfolio/wealth-view.ts";
import { AccountLink } from "./account-link.tsx";
import type { WealthNames } from "./names.ts";

export interface EntryListProps {
  readonly entries: readonly EntryView[];
  readonly names: WealthNames;
  /** Whether each says which account it is of. */
  readonly hasAccounts: boolean;
}

/** Transactions day by day, in the order given. What has no day yet, since it is pending, stands by itself. */
export function EntryList({ entries, names, hasAccounts }: EntryListProps) {
  const t = useTranslations("wealth.entries");
  const locale = useLocale();
  const days = Map.groupBy(entries, ({ day, isPending }) =>
    isPending ? t("pending") : day === null ? t("withoutDay") : formatDate(locale, day),
  );
  return (
    <div className="space-y-6">
      {[...days].map(([day, own]) => (
        <section key={day} aria-label={day} className="space-y-2">
          <h2 className="font-sans font-semibold text-body">{day}</h2>
          <ol className="divide-y divide-line rounded-edge border border-line bg-raised">
            {own.map((entry) => (
              <Entry key={entry.key} entry={entry} names={names} hasAccounts={hasAccounts} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

interface EntryProps extends Pick<EntryListProps, "names" | "hasAccounts"> {
  readonly entry: EntryView;
}

function Entry({ entry, names, hasAccounts }: EntryProps) {
  const t = useTranslations("wealth.entries");
  const locale = useLocale();
  const { kind, title, text, quantity, amount, isPending, isReversal, day, accountId, bankWord } = entry;
  const word = kind === "other" && bankWord ? bankWord : t(`kinds.${kind}`);
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 px-4 py-3 sm:px-5">
      <div className="min-w-0 max-w-[42rem]">
        <p className="font-medium [overflow-wrap:anywhere]">{title ?? word}</p>
        {text ? <p className="text-small [overflow-wrap:anywhere]">{text}</p> : null}
        <p className="flex flex-wrap items-baseline gap-x-3 text-quiet text-small">
          {title ? <span>{word}</span> : null}
          {quantity ? (
            <span className="tabular-nums">
              {t("quantity", { quantity: formatDecimal(locale, quantity) })}
            </span>
          ) : null}
          {isPending && day ? <span>{t("expectedOn", { date: formatDate(locale, day) })}</span> : null}
          {isReversal ? <Badge tone="caution">{t("reversal")}</Badge> : null}
          {hasAccounts ? <AccountLink accountId={accountId} names={names} /> : null}
        </p>
      </div>
      <p className="ms-auto whitespace-nowrap font-semibold tabular-nums">
        {amount ? (
          formatMoney(locale, amount)
        ) : (
          <span className="font-normal text-quiet text-small">{t("noMoney")}</span>
        )}
      </p>
    </li>
  );
}
