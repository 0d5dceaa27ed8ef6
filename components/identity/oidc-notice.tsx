import { useTranslations } from "next-intl";

import { Notice } from "#components/ui/notice.tsx";

export type OidcNoticeKind =
  | "rejected"
  | "tooMany"
  | "notOffered"
  | "unavailable"
  | "invitationDead"
  | "accountKnown"
  | "addressKnown";

/** Why the way through the firm's identity provider ended here. */
export function OidcNotice({ kind }: { readonly kind: OidcNoticeKind }) {
  const t = useTranslations("staffSignIn");
  const common = useTranslations("common");
  return (
    <Notice tone="danger" word={common("danger")}>
      <p>{t(kind)}</p>
    </Notice>
  );
}
