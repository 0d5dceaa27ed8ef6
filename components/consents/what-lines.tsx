import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";

import type { ConsentView } from "#lib/consent/view.ts";
import { formatDate } from "#lib/kernel/format.ts";

interface WhatLinesProps {
  readonly consent: ConsentView;
  readonly accounts?: ReactNode;
}

/** Which kinds of data, of which accounts, and how often the bank is asked for them. */
export function WhatLines({ consent, accounts }: WhatLinesProps) {
  const t = useTranslations("consents.card");
  const { clusters, perDay } = consent;
  return (
    <>
      <ul className="space-y-1">
        {clusters.map((cluster) => (
          <Kind key={cluster.cluster} {...cluster} />
        ))}
      </ul>
      {accounts ?? <Accounts consent={consent} />}
      <p className="text-quiet text-small">{perDay === null ? t("once") : t("perDay", { count: perDay })}</p>
    </>
  );
}

/** How many there are; where none are, what that means. */
export function Accounts({ consent }: { readonly consent: ConsentView }) {
  const t = useTranslations("consents.card");
  const { accountIds, isAnswerable, isInForce } = consent;
  const count = accountIds?.length ?? 0;
  return <p>{count === 0 && !isAnswerable && !isInForce ? t("accountsNever") : t("accounts", { count })}</p>;
}

function Kind({ cluster, historyFrom, leavesOut }: ConsentView["clusters"][number]) {
  const t = useTranslations("consents.card");
  const receipt = useTranslations("receipt");
  const locale = useLocale();
  const category = receipt(`categories.${cluster}`);
  return (
    <li>
      {historyFrom ? t("since", { category, date: formatDate(locale, historyFrom) }) : category}
      {leavesOut.map((one) => (
        <span key={one} className="block text-quiet text-small">
          {t(`without.${one}`)}
        </span>
      ))}
    </li>
  );
}
