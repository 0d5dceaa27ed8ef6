import { useTranslations } from "next-intl";

import type { OfferedAccountView } from "#lib/connections/view.ts";

/** An account as its holder knows it: the bank's name for it, its kind, currency and last four characters. */
export function AccountName({ account }: { readonly account: OfferedAccountView }) {
  const t = useTranslations("connection");
  const { kind, currency, name, product, maskedNumber } = account;
  const digits = maskedNumber?.slice(-4);
  const named = name ?? product;
  const facts = [
    ...(named ? [t(`kinds.${kind}`)] : []),
    currency ?? t("severalCurrencies"),
    ...(digits ? [t("endsIn", { digits })] : []),
  ];
  return (
    <span className="block min-w-0">
      <span className="block font-semibold [overflow-wrap:anywhere]">{named ?? t(`kinds.${kind}`)}</span>
      <span className="block text-quiet text-small">{facts.join(" · ")}</span>
    </span>
  );
}
