import { useTranslations } from "next-intl";

import type { WealthAccountView } from "#lib/portfolio/wealth-view.ts";

/** Where the pages about somebody's wealth are and what banks are called; it differs with whose pages they are. */
export interface WealthPlaces {
  readonly bankOf: (institutionId: string) => string;
  /** `null` where an account has no page of its own. */
  readonly accountPath: (accountId: string) => string | null;
}

/** The same, with what each account is called. */
export interface WealthNames extends WealthPlaces {
  /** In one line, with its bank. An account that this page knows nothing of is called so. */
  readonly accountName: (accountId: string) => string;
  /** Whether it is one of the banks at which the accounts are. */
  readonly isBank: (institutionId: string) => boolean;
}

export type NamedAccount = Pick<
  WealthAccountView,
  "id" | "institutionId" | "kind" | "currency" | "name" | "product" | "maskedNumber"
>;

/** What an account is called first, and what is said of it beside that. */
export function useAccountWords() {
  const t = useTranslations("connection");
  return ({ kind, currency, name, product, maskedNumber }: NamedAccount) => {
    const named = name ?? product;
    const digits = maskedNumber?.slice(-4);
    return {
      title: named ?? t(`kinds.${kind}`),
      digits: digits ?? null,
      facts: [
        ...(named ? [product !== null && product !== named ? product : t(`kinds.${kind}`)] : []),
        currency ?? t("severalCurrencies"),
        ...(digits ? [t("endsIn", { digits })] : []),
      ],
    };
  };
}

export function useWealthNames(accounts: readonly NamedAccount[], places: WealthPlaces): WealthNames {
  const t = useTranslations("wealth");
  const wordsOf = useAccountWords();
  const names = new Map(
    accounts.map((account) => {
      const { title, digits } = wordsOf(account);
      const ending = digits ? ` ••${digits}` : "";
      return [account.id, `${places.bankOf(account.institutionId)}, ${title}${ending}`];
    }),
  );
  const banks = new Set(accounts.map(({ institutionId }) => institutionId));
  return {
    ...places,
    accountName: (id) => names.get(id) ?? t("accountUnnamed"),
    isBank: (institutionId) => banks.has(institutionId),
  };
}
