import { useTranslations } from "next-intl";

/** Names of banks by their identifier, as the operator lists them. */
export type BankNames = Readonly<Record<string, string>>;

/** What a bank is called; one that is listed no more is known by its identifier. */
export function useBankName(names: BankNames): (institutionId: string) => string {
  const t = useTranslations("consoleLists");
  return (id) => names[id] ?? t("unlistedBank", { id });
}

/** The banks of the installation to choose from, and the one that is looked for where it is listed no more. */
export function choicesOf(banks: BankNames, asked: string | undefined) {
  const listed = Object.entries(banks).map(([value, label]) => ({ value, label }));
  return asked && !(asked in banks) ? [{ value: asked, label: asked }, ...listed] : listed;
}
