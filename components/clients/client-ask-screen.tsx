import { useLocale, useTranslations } from "next-intl";

import { ActionButton } from "#components/ui/action-button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Section } from "#components/ui/section.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { AskableView, ClientAsksView } from "#lib/asks/view.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatDate } from "#lib/kernel/format.ts";
import { ClientFrame } from "./client-frame.tsx";

export interface ClientAskScreenProps {
  readonly view: ClientAsksView;
  readonly bankOf: (institutionId: string) => string;
  /** Fields: `investorId`, `what`, `about`. */
  readonly ask: FormAction;
}

/** What waits at a client for the client alone, and a button that asks them for it. */
export function ClientAskScreen({ view: { client, askable }, bankOf, ask }: ClientAskScreenProps) {
  const t = useTranslations("clientAsks");
  return (
    <ClientFrame client={{ ...client, isNoted: false, hiddenAccounts: 0 }} page="ask" base={null}>
      {askable.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>
          <p>{t("emptyBody")}</p>
        </EmptyState>
      ) : (
        <Section title={t("title")}>
          <p className="max-w-[42rem]">{t("intro")}</p>
          <ul className="max-w-[48rem] divide-y divide-line rounded-edge border border-line bg-raised">
            {askable.map((item) => (
              <Askable
                key={`${item.what} ${item.about}`}
                item={item}
                investorId={client.id}
                bankOf={bankOf}
                ask={ask}
              />
            ))}
          </ul>
        </Section>
      )}
    </ClientFrame>
  );
}

interface AskableProps extends Pick<ClientAskScreenProps, "bankOf" | "ask"> {
  readonly item: AskableView;
  readonly investorId: string;
}

function Askable({ item, investorId, bankOf, ask }: AskableProps) {
  const t = useTranslations("clientAsks");
  const locale = useLocale();
  const texts = useFormTexts();
  const { what, about, validUntil, last, notBefore } = item;
  const title =
    what === "renew"
      ? t("renew", { date: formatDate(locale, validUntil ?? "") })
      : t("confirm", { bank: bankOf(about) });
  return (
    <li className="space-y-2 px-4 py-4 sm:px-5">
      <h3 className="font-semibold [overflow-wrap:anywhere]">{title}</h3>
      <p>{t(what === "renew" ? "renewMeans" : "confirmMeans")}</p>
      {last ? (
        <p className="text-quiet text-small">
          {last.by === null
            ? t("lastBySomebody", { date: formatDate(locale, last.at) })
            : t("last", { who: last.by, date: formatDate(locale, last.at) })}{" "}
          {notBefore ? t("notBefore", { date: formatDate(locale, notBefore) }) : null}
        </p>
      ) : null}
      {notBefore ? null : (
        <ActionButton
          variant="secondary"
          action={ask}
          hidden={{ investorId, what, about }}
          aria-label={`${t(`submit.${what}`)}: ${title}`}
          texts={texts}
        >
          {t(`submit.${what}`)}
        </ActionButton>
      )}
    </li>
  );
}
