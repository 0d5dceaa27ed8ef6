import { useTranslations } from "next-intl";

import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import type { ErrorCode } from "#lib/kernel/errors.ts";

const code: ErrorCode = "auth.link_invalid";

export function LinkInvalidScreen() {
  const t = useTranslations("linkInvalid");
  return (
    <div className="space-y-8">
      <PageHeading title={t("title")}>
        <p>{t("body")}</p>
      </PageHeading>
      <LinkButton href="/sign-in" variant="primary">
        {t("again")}
      </LinkButton>
      <p className="text-quiet text-small">{code}</p>
    </div>
  );
}
