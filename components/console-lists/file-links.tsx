import { useTranslations } from "next-intl";

import { TextLink } from "#components/ui/text-link.tsx";

interface FileLinksProps {
  readonly kind: "consent" | "credential";
  readonly id: string;
  readonly investorId: string;
}

/** From a consent or a credential to what else there is of it. */
export function FileLinks({ kind, id, investorId }: FileLinksProps) {
  const t = useTranslations("consoleLists");
  return (
    <div className="no-print space-y-2">
      <p className="flex flex-wrap gap-x-6 gap-y-1">
        <TextLink href={`/console/audit?id=${id}`}>{t("audit")}</TextLink>
        <TextLink href={`/console/evidence?${kind}=${id}`}>{t("evidence")}</TextLink>
        <TextLink href={`/console/investors/${investorId}`}>{t("investorPage")}</TextLink>
      </p>
      <p className="text-quiet text-small">{t("looked")}</p>
    </div>
  );
}
