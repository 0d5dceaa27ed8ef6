import { useLocale, useTranslations } from "next-intl";

import { formatDate } from "#lib/kernel/format.ts";
import type { MissingView } from "#lib/portfolio/wealth-view.ts";
import type { WealthNames } from "./names.ts";

/** Why something is not there, in a sentence that names what and where. */
export function useMissingWords(names: WealthNames): (missing: MissingView) => string {
  const t = useTranslations("wealth");
  const receipt = useTranslations("receipt");
  const locale = useLocale();
  return ({ reason, accountId, what, data, day }) => {
    const why = t(`missing.${reason}`);
    const of = [
      accountId === null ? null : names.accountName(accountId),
      data === undefined ? null : receipt(`categories.${data}`),
      what,
      day === undefined ? null : formatDate(locale, day),
    ].filter((one) => one !== null);
    return of.length === 0 ? why : t("missingOf", { of: of.join(", "), why });
  };
}

export const missingKey = ({ reason, accountId, what, data, day }: MissingView): string =>
  [reason, accountId, what, data, day].join(" ");
