import { useTranslations } from "next-intl";

import { pathOf } from "#components/connections/paths.ts";
import { TextLink } from "#components/ui/text-link.tsx";
import type { OwnWealthView } from "#lib/portfolio/own-wealth-view.ts";
import type { WealthAccountView } from "#lib/portfolio/wealth-view.ts";

export interface BankStandingProps {
  readonly bank: string;
  readonly accounts: readonly WealthAccountView[];
  readonly own: OwnWealthView;
}

/** Where a bank's figures are renewed: what is old or could not be read leads to what helps. */
export function BankStanding({ bank, accounts, own }: BankStandingProps) {
  const t = useTranslations("wealth.own");
  const ids = accounts.map(({ id }) => id);
  const accesses = new Set(
    own.readings.filter(({ accountId }) => ids.includes(accountId)).map(({ connectionId }) => connectionId),
  );
  const isWanting = accounts.some(
    ({ value: { figure, missing } }) =>
      missing.length > 0 ||
      figure.kind === "unavailable" ||
      figure.marks.some((mark) => mark === "failed" || mark === "stale"),
  );
  return (
    <ul className="no-print text-small">
      {[...accesses].map((connectionId) => (
        <li key={connectionId}>
          <TextLink href={pathOf(connectionId)}>{t(isWanting ? "renew" : "reading", { bank })}</TextLink>
        </li>
      ))}
    </ul>
  );
}
