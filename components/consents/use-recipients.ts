import { useTranslations } from "next-intl";

import type { ConsentView } from "#lib/consent/view.ts";

/** Who sees by a consent, in words, each once. */
export function useRecipients(
  { recipients }: Pick<ConsentView, "recipients">,
  firm: string,
): readonly string[] {
  const t = useTranslations("connection");
  const receipt = useTranslations("receipt");
  const { wholeTeam, advisors, programs } = recipients;
  const names = [
    ...(wholeTeam ? [receipt("recipientFirm", { firm })] : []),
    ...advisors.map(({ name }) =>
      name ? receipt("recipientAdvisor", { name }) : t("advisorUnnamed", { firm }),
    ),
    ...programs.map(() => t("programUnnamed", { firm })),
  ];
  return [...new Set(names)];
}
