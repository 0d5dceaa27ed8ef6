import { useTranslations } from "next-intl";

import { Facts, type FactsProps } from "./facts.tsx";

/** To what a list is narrowed: on the screen its form says so, which is not printed. What was not asked for is left out. */
export function NarrowedOnPaper({ to }: { readonly to: FactsProps["facts"] }) {
  const t = useTranslations("common");
  const asked = to.filter(({ fact }) => fact);
  if (asked.length === 0) return null;
  return (
    <div className="hidden space-y-2 print:block">
      <p className="font-semibold">{t("narrowedTo")}</p>
      <Facts facts={asked} />
    </div>
  );
}
