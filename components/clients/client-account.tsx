import { useTranslations } from "next-intl";

import type { ClientAccountView } from "#lib/portfolio/view.ts";
import { BalanceLines } from "./balance-lines.tsx";
import { ClientFigure } from "./client-figure.tsx";
import { PositionTable } from "./position-table.tsx";

/** One account as far as the consent allows: its name only where that is covered too. */
export function ClientAccount({ account }: { readonly account: ClientAccountView }) {
  const t = useTranslations("clients");
  const connection = useTranslations("connection");
  const { kind, currency, identity, balances, positions } = account;
  const told = identity.kind === "known" ? identity.value : null;
  const named = told?.name ?? told?.product;
  const digits = told?.maskedNumber?.slice(-4);
  const title = named ?? connection(`kinds.${kind}`);
  const facts = [
    ...(named ? [connection(`kinds.${kind}`)] : []),
    currency ?? connection("severalCurrencies"),
    ...(digits ? [connection("endsIn", { digits })] : []),
  ];
  return (
    <li className="space-y-4 px-4 py-5 sm:px-5">
      <div>
        <h3 className="font-sans font-semibold [overflow-wrap:anywhere]">{title}</h3>
        <p className="text-quiet text-small">{facts.join(" · ")}</p>
        {identity.kind === "unavailable" ? (
          <p className="text-quiet text-small">
            {t("identityMissing", { why: t(`whyIdentity.${identity.why}`) })}
          </p>
        ) : null}
      </div>
      <ClientFigure title={t("balances")} shown={balances}>
        {(value) => <BalanceLines balances={value} />}
      </ClientFigure>
      {positions ? (
        <ClientFigure title={t("positions")} shown={positions}>
          {(value) => <PositionTable positions={value} caption={`${t("positions")}: ${title}`} />}
        </ClientFigure>
      ) : null}
    </li>
  );
}
