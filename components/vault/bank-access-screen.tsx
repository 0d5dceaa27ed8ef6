import { useLocale, useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { CredentialView } from "#lib/vault/view.ts";
import { DeletedAccess, KeptAccess } from "./bank-access-item.tsx";
import { placeOf } from "./place.ts";

/** One access with the name of its bank; `null` where the operator no longer lists the bank. */
export interface BankAccess {
  readonly credential: CredentialView;
  readonly bank: string | null;
}

export interface BankAccessScreenProps {
  readonly accesses: readonly BankAccess[];
  readonly firm: string;
  readonly region: string;
  /** Field: `credentialId`. */
  readonly deleteAccess: FormAction;
  /** What was just done, to which access of the list. */
  readonly notice: { readonly kind: "added" | "deleted"; readonly credentialId: string } | null;
}

export function BankAccessScreen({ accesses, firm, region, deleteAccess, notice }: BankAccessScreenProps) {
  const t = useTranslations("bankAccess");
  const locale = useLocale();
  const kept = accesses.filter(({ credential }) => credential.deletedAt === null);
  const deleted = accesses.filter(({ credential }) => credential.deletedAt !== null);
  return (
    <div className="max-w-[48rem] space-y-10">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <Outcome accesses={accesses} firm={firm} notice={notice} />
      {kept.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>
          <p>{t("emptyBody")}</p>
        </EmptyState>
      ) : (
        <Section title={t("current")}>
          <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
            {kept.map(({ credential, bank }) => (
              <KeptAccess
                key={credential.id}
                credential={credential}
                bank={bank ?? t("unknownBank")}
                place={placeOf(region, locale)}
                sameAs={
                  kept.find((other) => other.credential.id === credential.duplicateOf)?.credential ?? null
                }
                deleteAccess={deleteAccess}
              />
            ))}
          </ul>
        </Section>
      )}
      <LinkButton href="/bank-access/add" variant={kept.length === 0 ? "primary" : "secondary"}>
        {t("add")}
      </LinkButton>
      {deleted.length > 0 ? (
        <Section title={t("deletedTitle")}>
          <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
            {deleted.map(({ credential, bank }) => (
              <DeletedAccess key={credential.id} credential={credential} bank={bank ?? t("unknownBank")} />
            ))}
          </ul>
        </Section>
      ) : null}
    </div>
  );
}

/** Says what happened, what it means and what next; nothing if the list does not bear it out. */
function Outcome({ accesses, firm, notice }: Pick<BankAccessScreenProps, "accesses" | "firm" | "notice">) {
  const t = useTranslations("bankAccess");
  const one = accesses.find(({ credential }) => credential.id === notice?.credentialId);
  if (!one || !notice || (one.credential.deletedAt !== null) !== (notice.kind === "deleted")) return null;
  const bank = one.bank ?? t("unknownBank");
  return notice.kind === "added" ? (
    <Notice tone="good" word={t("addedNotice", { bank })} role="status">
      <p>{t("addedMeans", { bank, firm })}</p>
    </Notice>
  ) : (
    <Notice tone="good" word={t("deletedNotice", { bank })} role="status">
      <p>{t("deletedMeans")}</p>
    </Notice>
  );
}
