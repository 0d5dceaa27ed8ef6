import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ReceiptLinks } from "#components/receipts/receipt-links.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { ConfirmAction } from "#components/ui/confirm-action.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Time } from "#components/ui/time.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import type { FormAction } from "#lib/kernel/action-state.ts";
import { formatDateTime } from "#lib/kernel/format.ts";
import type { CredentialView } from "#lib/vault/view.ts";

interface Item {
  readonly credential: CredentialView;
  readonly bank: string;
}

export interface KeptAccessProps extends Item {
  readonly place: string;
  /** An earlier one of the list that opens the same door; `null` where there is none. */
  readonly sameAs: CredentialView | null;
  readonly deleteAccess: FormAction;
  /** What becomes of it at its bank. */
  readonly connection: ReactNode;
}

export function KeptAccess(props: KeptAccessProps) {
  const { credential, bank, place, sameAs, deleteAccess, connection } = props;
  const t = useTranslations("bankAccess");
  const common = useTranslations("common");
  const locale = useLocale();
  const { id, createdAt, lastOpenedAt } = credential;
  return (
    <li className="space-y-3 px-4 py-4 sm:px-5">
      <Head bank={bank} credential={credential} />
      {sameAs ? (
        <Notice tone="info" word={common("info")}>
          <p>{t("duplicate", { date: formatDateTime(locale, sameAs.createdAt) })}</p>
        </Notice>
      ) : null}
      {connection}
      <Facts
        facts={[
          { term: t("added"), fact: <Time iso={createdAt} show="moment" /> },
          {
            term: t("lastUsed"),
            fact: lastOpenedAt ? <Time iso={lastOpenedAt} show="moment" /> : t("never"),
          },
          { term: t("keptIn"), fact: place },
        ]}
      />
      <div className="-mx-5">
        <ConfirmAction
          size="usual"
          label={t("delete")}
          fullLabel={t("deleteNamed", { bank })}
          action={deleteAccess}
          hidden={{ credentialId: id }}
          texts={useFormTexts()}
        >
          <p>{t("deleteEnds", { bank })}</p>
          <p>{t("deleteStays")}</p>
        </ConfirmAction>
      </div>
    </li>
  );
}

export function DeletedAccess({ credential, bank }: Item) {
  const t = useTranslations("bankAccess");
  const { createdAt, deletedAt, receiptId } = credential;
  return (
    <li className="space-y-3 px-4 py-4 sm:px-5">
      <Head bank={bank} credential={credential} />
      <p>{t("goneNow")}</p>
      <Facts
        facts={[
          { term: t("added"), fact: <Time iso={createdAt} show="moment" /> },
          ...(deletedAt ? [{ term: t("deletedOn"), fact: <Time iso={deletedAt} show="moment" /> }] : []),
        ]}
      />
      {receiptId ? (
        <ReceiptLinks receiptId={receiptId} about={bank} />
      ) : (
        <p className="flex flex-wrap gap-x-4 gap-y-1">
          {t("receiptSoon")}{" "}
          <a href="/bank-access" className="text-accent underline underline-offset-4 hover:decoration-2">
            {t("lookAgain")}
          </a>
        </p>
      )}
    </li>
  );
}

function Head({ bank, credential: { state } }: Item) {
  const t = useTranslations("bankAccess");
  const tones = { sealed: "good", destroying: "caution", destroyed: "neutral" } as const;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <h3 className="font-sans font-semibold [overflow-wrap:anywhere]">{bank}</h3>
      <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
    </div>
  );
}
