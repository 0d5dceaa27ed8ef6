import { ChevronDown } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Time } from "#components/ui/time.tsx";
import type { TransportKeyView } from "#lib/vault/view.ts";
import { placeOf } from "./place.ts";

export interface HowItIsLockedProps {
  readonly transportKey: TransportKeyView;
  readonly region: string;
  readonly origin: string;
}

/** For whoever wants to know exactly, and to compare the key. */
export function HowItIsLocked({ transportKey, region, origin }: HowItIsLockedProps) {
  const t = useTranslations("bankAccess");
  const locale = useLocale();
  return (
    <details className="group rounded-edge border border-line bg-raised px-4">
      <summary className="flex min-h-11 list-none items-center justify-between gap-4 font-medium text-accent underline underline-offset-4">
        {t("how")}
        <ChevronDown aria-hidden="true" className="size-5 shrink-0 group-open:rotate-180" />
      </summary>
      <div className="space-y-3 pt-1 pb-4 text-small">
        <p>{t("howFirst")}</p>
        <p>{t("howSecond")}</p>
        <p>{t("howLimit", { origin })}</p>
        <dl className="space-y-2">
          <Fact term={t("keptIn")}>{placeOf(region, locale)}</Fact>
          <Fact term={t("keyExpires")}>
            <Time iso={transportKey.expiresAt} show="day" />
          </Fact>
          <Fact term={t("fingerprint")}>
            <code className="break-words">{groupsOfFour(transportKey.fingerprint)}</code>
          </Fact>
        </dl>
      </div>
    </details>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-quiet">{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const groupsOfFour = (hex: string): string => hex.replace(/(.{4})(?=.)/g, "$1 ");
