import { useTranslations } from "next-intl";

import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import type { ErrorCode } from "#lib/kernel/errors.ts";

export interface ErrorScreenProps {
  readonly code: ErrorCode;
  /** One sentence of what happened and what to do. `null` takes it from `errors.<code>`. */
  readonly title: string | null;
  /** `null` where no request is known to quote. */
  readonly requestId: string | null;
}

export function ErrorScreen({ code, title, requestId }: ErrorScreenProps) {
  const t = useTranslations("errors");
  const common = useTranslations("common");
  return (
    <div className="max-w-[42rem] space-y-6">
      <PageHeading title={code === "request.not_found" ? t("notFoundTitle") : t("title")}>
        <p>{title ?? t(code)}</p>
      </PageHeading>
      <LinkButton href="/" variant="secondary">
        {t("home")}
      </LinkButton>
      <p className="text-quiet text-small">{requestId ? common("support", { code, requestId }) : code}</p>
    </div>
  );
}
