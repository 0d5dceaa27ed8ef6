import { useTranslations } from "next-intl";

import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { ProviderView } from "#lib/parties/view.ts";
import { OutsideLink } from "./contact-facts.tsx";
import { type FirmOfReader, FirmPart } from "./firm-part.tsx";
import { ProviderPart } from "./provider-part.tsx";

export interface HelpScreenProps {
  /** Of whoever is signed in; `null` for a visitor, who has none here. */
  readonly firm: FirmOfReader | null;
  readonly provider: ProviderView;
  /** Whether the portal's pages are for the reader: an investor, or a visitor who may be one and signs in on the way. */
  readonly hasPortal: boolean;
}

/** Who is responsible for what, how they are reached, and how everything is stopped. */
export function HelpScreen({ firm, provider, hasPortal }: HelpScreenProps) {
  const t = useTranslations("help");
  return (
    <div className="space-y-12">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <StopPart firm={firm} hasPortal={hasPortal} />
      <FirmPart firm={firm} />
      <ProviderPart provider={provider} />
      <Section title={t("neverTitle")}>
        <ul className="max-w-[42rem] list-disc space-y-2 ps-5">
          <li>{t("never.money")}</li>
          <li>{t("never.password")}</li>
          <li>{t("never.others")}</li>
          <li>{t("never.unseen")}</li>
        </ul>
      </Section>
      <ComplainPart firm={firm} />
    </div>
  );
}

function StopPart({ firm, hasPortal }: Pick<HelpScreenProps, "firm" | "hasPortal">) {
  const t = useTranslations("help");
  const links = [
    ...(hasPortal
      ? [
          { href: "/consents", label: t("stop.consents") },
          { href: "/bank-access", label: t("stop.bankAccess") },
          { href: "/who-saw-it", label: t("stop.whoSawIt") },
          { href: "/your-data", label: t("stop.yourData") },
        ]
      : []),
    { href: "/check-receipt", label: t("stop.checkReceipt") },
  ];
  return (
    <Section title={t("stopTitle")}>
      <p className="max-w-[42rem]">{t("stopLead")}</p>
      <ul className="max-w-[42rem] divide-y divide-line border-line border-y">
        {links.map(({ href, label }) => (
          <li key={href} className="flex min-h-11 items-center py-2">
            <TextLink href={href}>{label}</TextLink>
          </li>
        ))}
      </ul>
      {firm ? <p className="max-w-[42rem]">{t("otherWay", { firm: firm.name })}</p> : null}
    </Section>
  );
}

function ComplainPart({ firm }: Pick<HelpScreenProps, "firm">) {
  const t = useTranslations("help");
  const { authorityName = null, authorityUrl = null } = firm?.contacts ?? {};
  const named = authorityName ?? authorityUrl;
  return (
    <Section title={t("complainTitle")}>
      <div className="max-w-[42rem] space-y-3">
        <p>{firm ? t("complainFirst", { firm: firm.name }) : t("complainFirstVisitor")}</p>
        <p>{t("complainAuthority")}</p>
        {firm && named ? (
          <p>
            {t("authorityOfFirm", { firm: firm.name })}{" "}
            {authorityUrl ? <OutsideLink href={authorityUrl}>{named}</OutsideLink> : named}
          </p>
        ) : (
          <p>{t("authorityUnknown")}</p>
        )}
      </div>
    </Section>
  );
}
