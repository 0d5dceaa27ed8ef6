import { useLocale, useTranslations } from "next-intl";

import { Notice } from "#components/ui/notice.tsx";
import type { BannerView } from "#lib/institutions/banner-view.ts";
import { formatDateTime } from "#lib/kernel/format.ts";

interface BankBannerNoticeProps {
  readonly banner: BannerView | null;
  readonly firm: string;
}

/** What the investor's own firm says of a bank for now. It is text and nothing else. */
export function BankBannerNotice({ banner, firm }: BankBannerNoticeProps) {
  const t = useTranslations("bankAccess");
  const locale = useLocale();
  if (!banner) return null;
  return (
    <Notice tone="caution" word={t("banner", { firm })}>
      <p className="[overflow-wrap:anywhere]">{banner.text}</p>
      <p>{t("bannerUntil", { time: formatDateTime(locale, banner.until) })}</p>
    </Notice>
  );
}
