import { useTranslations } from "next-intl";

/** Names of banks by their identifier, as the operator lists them. */
export type BankNames = Readonly<Record<string, string>>;

/** What a bank is called; one that is listed no more is known by its identifier. */
export function useBankName(names: BankNames): (institutionId: string) => string {
  const t = useTranslations("consoleLists");
  return (id) => names[id] ?? t("unlistedBank", { id });
}
