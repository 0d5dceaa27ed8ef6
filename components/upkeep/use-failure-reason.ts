import { useTranslations } from "next-intl";

/** Why a bank let nobody in or gave nothing, in a few words; one that has no words yet by its code. */
export function useFailureReason(): (reason: string) => string {
  const t = useTranslations("upkeep.reasons");
  return (reason) => {
    const key = reason as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : reason;
  };
}
