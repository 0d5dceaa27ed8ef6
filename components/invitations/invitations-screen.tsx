import Link from "next/link";
import { useTranslations } from "next-intl";

import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import type { InvitationListView } from "#lib/invitations/view.ts";
import { type InvitationActs, InvitationsTable } from "./invitations-table.tsx";
import { isOfKind, type Kind, kinds } from "./kinds.ts";

export interface InvitationsScreenProps extends InvitationActs {
  readonly list: InvitationListView;
  readonly kind: Kind;
  /** The invitation that was just made. */
  readonly invitedId: string | null;
  /** Names of the banks that are on offer. */
  readonly bankOf: Readonly<Record<string, string>>;
}

export function InvitationsScreen({ list, kind, invitedId, ...table }: InvitationsScreenProps) {
  const t = useTranslations("invitation.list");
  const common = useTranslations("common");
  const invited = list.invitations.find(({ id }) => id === invitedId);
  const shown = list.invitations.filter((invitation) => isOfKind(invitation, kind));
  return (
    <div className="space-y-6">
      <div className="flex flex-wrap items-start justify-between gap-4">
        <PageHeading title={t("title")}>
          <p>{t("intro")}</p>
        </PageHeading>
        <LinkButton href="/advisor/invitations/new" variant="primary">
          {t("invite")}
        </LinkButton>
      </div>
      {invited ? (
        <Notice tone="good" word={common("good")} role="status">
          <p>{invited.name ? t("invited", { name: invited.name }) : t("invitedUnnamed")}</p>
        </Notice>
      ) : null}
      {list.invitations.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>
          <p>{t("emptyBody")}</p>
        </EmptyState>
      ) : (
        <>
          <Filter kind={kind} />
          {shown.length === 0 ? (
            <EmptyState title={t("noneTitle")}>
              <p>{t("noneBody")}</p>
            </EmptyState>
          ) : (
            <InvitationsTable invitations={shown} {...table} />
          )}
          {list.hasMore ? (
            <p className="text-quiet text-small">{t("more", { count: list.invitations.length })}</p>
          ) : null}
        </>
      )}
    </div>
  );
}

/** Links, so that an address can be kept and it works without script. */
function Filter({ kind }: { readonly kind: Kind }) {
  const t = useTranslations("invitation.list");
  return (
    <nav aria-label={t("filter")}>
      <ul className="flex flex-wrap gap-x-5 gap-y-1 text-small">
        {(Object.keys(kinds) as Kind[]).map((one) => (
          <li key={one}>
            <Link
              href={one === "all" ? "/advisor/invitations" : `/advisor/invitations?show=${one}`}
              aria-current={one === kind ? "page" : undefined}
              className="inline-flex min-h-9 items-center text-accent underline underline-offset-4 hover:decoration-2 aria-[current=page]:font-semibold aria-[current=page]:text-ink aria-[current=page]:no-underline"
            >
              {t(`filters.${one}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
