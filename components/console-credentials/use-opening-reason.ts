import { useTranslations } from "next-intl";

/** Why a credential was opened, in the reader's language; a reason of a later version stands for itself. */
export function useOpeningReason(): (reason: string) => string {
  const t = useTranslations("consoleCredentials.reasons");
  return (reason) => {
    const key = reason as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : reason;
  };
}
