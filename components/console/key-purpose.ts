import { useTranslations } from "next-intl";

/** Names what a key is for in the reader's language; one without a name is shown as the configuration spells it. */
export function useKeyPurpose(): (purpose: string) => string {
  const t = useTranslations("keys.purposes");
  return (purpose) => {
    const key = purpose as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : purpose;
  };
}
