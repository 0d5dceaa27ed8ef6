import { useLocale, useTranslations } from "next-intl";

import { NextInLine } from "#components/connections/next-in-line.tsx";
import type { ConnectedBank } from "#components/connections/sitting.ts";
import { ReceiptLinks } from "#components/receipts/receipt-links.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { ConsentView } from "#lib/consent/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatDate } from "#lib/kernel/format.ts";
import type { ReceiptView } from "#lib/receipts/view.ts";

export interface DoneScreenProps {
  readonly consent: ConsentView;
  readonly firm: string;
  /** The banks under this consent at which accounts are chosen. */
  readonly connected: readonly ConnectedBank[];
  readonly following: { readonly next: ConnectedBank; readonly count: number } | null;
  /** The latest first. */
  readonly receipts: readonly ReceiptView[];
  /** Field: `connectionId`. */
  readonly confirmAgain: FormAction;
}

/** The end of the journey: what happened, what it means, and what can be done next. */
export function DoneScreen(props: DoneScreenProps) {
  const { consent, firm, connected, following, receipts } = props;
  const t = useTranslations("journey.done");
  const locale = useLocale();
  const date = formatDate(locale, consent.validUntil ?? "");
  return (
    <div className="max-w-journey space-y-10">
      <PageHeading title={t("title")}>
        <p>{t("lead", { firm, date })}</p>
      </PageHeading>
      <Section title={t("nowTitle")}>
        <ul className="list-disc space-y-2 pl-5">
          {connected.map(({ connection, bank }) => (
            <li key={connection.id}>
              {t(connection.lastReadAt ? "read" : "reading", { bank })}{" "}
              <TextLink href={`/bank-access/${connection.id}`}>{t("watch")}</TextLink>
            </li>
          ))}
          <li>{t("seen")}</li>
          <li>{t("confirm")}</li>
        </ul>
      </Section>
      {following ? <NextInLine {...following} firm={firm} confirmAgain={props.confirmAgain} /> : null}
      <Section title={t("moreTitle")}>
        <p>{t("more")}</p>
        <LinkButton href="/bank-access/add" variant="secondary">
          {t("moreAct")}
        </LinkButton>
      </Section>
      <Section title={t("stopTitle")}>
        <p>{t("stop")}</p>
        <p>
          <TextLink href={`/consents/${consent.id}`}>{t("stopAct")}</TextLink>
        </p>
      </Section>
      <Section title={t("receiptTitle")}>
        <Receipts receipts={receipts} />
      </Section>
      <p>
        <LinkButton href="/home" variant="primary">
          {t("home")}
        </LinkButton>
      </p>
    </div>
  );
}

function Receipts({ receipts }: Pick<DoneScreenProps, "receipts">) {
  const t = useTranslations("journey.done");
  const titles = useTranslations("receipt.titles");
  if (receipts.length === 0) return <p>{t("receiptSoon")}</p>;
  return (
    <>
      <p>{t("receipt")}</p>
      <ul className="space-y-3">
        {receipts.map(({ id, kind }) => (
          <li key={id}>
            <p>{titles(kind)}</p>
            <ReceiptLinks receiptId={id} about={titles(kind)} />
          </li>
        ))}
      </ul>
    </>
  );
}
