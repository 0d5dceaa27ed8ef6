import { useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { ConfirmAction } from "#components/ui/confirm-action.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { ConnectionDetailView, OfferedAccountView } from "#lib/connections/view.ts";
import { AccountName } from "./account-name.tsx";
import type { ConnectionActions } from "./connection-actions.ts";
import { ConnectionBadge } from "./connection-badge.tsx";
import { NextInLine } from "./next-in-line.tsx";
import { ProductLine } from "./product-line.tsx";
import { ReadingSection } from "./reading-section.tsx";
import type { ConnectedBank } from "./sitting.ts";
import { TodoList } from "./todo-list.tsx";

export interface ConnectionScreenProps {
  readonly connection: ConnectionDetailView;
  readonly bank: string;
  readonly firm: string;
  readonly actions: ConnectionActions;
  /** Another bank that waits for the person, and how many do; `null` where none does or this one comes first. */
  readonly following: { readonly next: ConnectedBank; readonly count: number } | null;
}

/** One access at a bank: what waits for the investor, what is read and how that goes, and how to stop it. */
export function ConnectionScreen({ connection, bank, firm, actions, following }: ConnectionScreenProps) {
  const t = useTranslations("connection");
  const { state, endedReason } = connection;
  const read = connection.offeredAccounts.filter(
    ({ state: is, id }) => is === "chosen" || hasData(connection, id),
  );
  return (
    <div className="max-w-[48rem] space-y-10">
      <p className="text-small">
        <TextLink href="/bank-access">{t("back")}</TextLink>
      </p>
      <div className="space-y-4">
        <PageHeading title={bank} />
        <ConnectionBadge connection={connection} />
      </div>
      {state === "ended" && endedReason ? (
        <Notice tone="info" word={t("states.ended")}>
          <p>{t(`ended.${endedReason}`, { bank })}</p>
          <p>
            <TextLink href={`/bank-access/add/${connection.institutionId}`}>
              {t("ended.anew", { bank })}
            </TextLink>
          </p>
        </Notice>
      ) : null}
      <TodoList connection={connection} bank={bank} firm={firm} confirmAgain={actions.confirmAgain} />
      {following ? <NextInLine {...following} firm={firm} confirmAgain={actions.confirmAgain} /> : null}
      {state === "active" ? (
        <ReadingSection {...{ connection, bank, firm }} refreshNow={actions.refreshNow} />
      ) : null}
      {read.length > 0 ? (
        <Section title={t("accounts")}>
          <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
            {read.map((account) => (
              <Account key={account.id} {...{ account, connection, bank, firm }} />
            ))}
          </ul>
        </Section>
      ) : null}
      {state === "ended" ? null : <Stop {...{ connection, bank, actions }} />}
    </div>
  );
}

const hasData = ({ products }: ConnectionDetailView, id: string): boolean =>
  products.some(({ accountId }) => accountId === id);

interface AccountProps extends Pick<ConnectionScreenProps, "connection" | "bank" | "firm"> {
  readonly account: OfferedAccountView;
}

function Account({ account, connection, bank, firm }: AccountProps) {
  const t = useTranslations("connection");
  const products = connection.products.filter(({ accountId }) => accountId === account.id);
  return (
    <li className="space-y-3 px-4 py-4 sm:px-5">
      <h3 className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 font-sans">
        <AccountName account={account} />
        {account.state === "gone" ? <Badge tone="caution">{t("gone")}</Badge> : null}
      </h3>
      {products.length > 0 ? (
        <dl className="divide-y divide-line border-line border-t">
          {products.map((product) => (
            <ProductLine key={product.cluster} product={product} bank={bank} firm={firm} />
          ))}
        </dl>
      ) : (
        <p className="text-quiet text-small">{t("product.pending")}</p>
      )}
    </li>
  );
}

function Stop({ connection, bank, actions }: Pick<ConnectionScreenProps, "connection" | "bank" | "actions">) {
  const t = useTranslations("connection.stop");
  return (
    <Section title={t("title")}>
      <div className="-mx-5">
        <ConfirmAction
          size="usual"
          label={t("label")}
          fullLabel={t("named", { bank })}
          action={actions.endConnection}
          hidden={{ connectionId: connection.id }}
          texts={useFormTexts()}
        >
          <p>{t("ends", { bank })}</p>
          <p>{t("stays")}</p>
        </ConfirmAction>
      </div>
    </Section>
  );
}
