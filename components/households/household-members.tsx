import { useTranslations } from "next-intl";

import { clientPath } from "#components/clients/client-paths.ts";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import type { WealthNames } from "#components/wealth/names.ts";
import { Total } from "#components/wealth/total.tsx";
import type { HouseholdMemberView } from "#lib/portfolio/household-view.ts";

export interface HouseholdMembersProps {
  readonly members: readonly HouseholdMemberView[];
  readonly base: string;
  readonly names: WealthNames;
}

/** Each member whom the advisor may know, with what they have by themselves; of whom nothing is seen, that. */
export function HouseholdMembers({ members, base, names }: HouseholdMembersProps) {
  const t = useTranslations("households");
  const wealth = useTranslations("wealth");
  return (
    <Table
      caption={t("members")}
      columns={[
        { key: "member", header: t("name") },
        { key: "value", header: <span className="block text-end">{wealth("netWorth")}</span> },
      ]}
      rows={members.map((member) => ({
        key: member.id,
        cells: [
          <MemberName key="member" member={member} base={base} />,
          <span key="value" className="block text-end">
            {member.kind === "shared" ? (
              <Total total={member.value} names={names} />
            ) : (
              <span className="text-quiet">
                <span aria-hidden="true">– </span>
                {t("notShared")}
              </span>
            )}
          </span>,
        ],
      }))}
    />
  );
}

function MemberName({ member, base }: { readonly member: HouseholdMemberView; readonly base: string }) {
  const t = useTranslations("households");
  const clients = useTranslations("clients");
  if (member.kind === "notShared") return member.name ?? clients("unnamed");
  return (
    <>
      <TextLink href={clientPath(member.id, "overview", { in: base })}>
        {member.name ?? clients("unnamed")}
      </TextLink>
      {member.hiddenAccounts > 0 ? (
        <span className="block text-quiet text-small">{t("hiddenOf", { count: member.hiddenAccounts })}</span>
      ) : null}
    </>
  );
}
