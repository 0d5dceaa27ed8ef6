import { useTranslations } from "next-intl";

import { useRecipients } from "#components/consents/use-recipients.ts";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { ConsentView } from "#lib/consent/view.ts";

/** A consent in a line: who sees how much until when, and the way to all of it. */
export function ConsentLine({ consent, firm }: { readonly consent: ConsentView; readonly firm: string }) {
  const t = useTranslations("portal");
  const who = useRecipients(consent, firm);
  return (
    <li className="space-y-1 px-4 py-4 sm:px-5">
      <h3 className="font-sans text-body [overflow-wrap:anywhere]">
        <TextLink href={`/consents/${consent.id}`}>{who.join(" · ")}</TextLink>
      </h3>
      <p className="text-quiet text-small">
        {t("kinds", { count: consent.clusters.length })}
        {consent.accountIds ? ` · ${t("accounts", { count: consent.accountIds.length })}` : null}
      </p>
      {consent.validUntil ? (
        <p className="text-small">
          {t("until")} <Time iso={consent.validUntil} show="day" />
        </p>
      ) : null}
    </li>
  );
}
