import { useTranslations } from "next-intl";

/** Names an audit event in the reader's language. One that has no name yet is shown by its type, as it is recorded. */
export function useEventLabel(): (type: string) => string {
  const t = useTranslations("audit");
  return (type) => {
    const key = type as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : type;
  };
}
