import { useTranslations } from "next-intl";

/** Names a holder of permissions in the reader's language; one without a name is shown as the policy spells it. */
export function useRoleLabel(): (role: string) => string {
  const t = useTranslations("roles");
  return (role) => {
    const key = role as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : role;
  };
}
