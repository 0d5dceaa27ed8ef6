import { useTranslations } from "next-intl";

import { ConfirmAction } from "#components/ui/confirm-action.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { useFormTexts } from "#components/ui/use-form-texts.ts";
import { Allocation } from "#components/wealth/allocation.tsx";
import { BaseSelect } from "#components/wealth/base-select.tsx";
import { InstrumentList } from "#components/wealth/instrument-list.tsx";
import { useWealthNames, type WealthNames } from "#components/wealth/names.ts";
import { NetWorth } from "#components/wealth/net-worth.tsx";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { HouseholdDetailView } from "#lib/portfolio/household-view.ts";
import type { Dimension } from "#lib/portfolio/wealth-view.ts";
import { HouseholdForm } from "./household-form.tsx";
import { HouseholdMembers } from "./household-members.tsx";

export interface HouseholdScreenProps {
  readonly household: HouseholdDetailView;
  readonly by: Dimension;
  readonly bankOf: (institutionId: string) => string;
  readonly change: FormAction;
  readonly dissolve: FormAction;
}

/** What the members of a household have together, as far as each shares it; of who shares nothing there is a number. */
export function HouseholdScreen(props: HouseholdScreenProps) {
  const { household, bankOf } = props;
  const t = useTranslations("households");
  const { name, members, hiddenMembers, wealth, countedOnce } = household;
  const names = useMemberNames(household, bankOf);
  const notShared = members.filter(({ kind }) => kind === "notShared").length;
  return (
    <div className="max-w-dashboard space-y-8">
      <p className="text-small">
        <TextLink href="/advisor/households">{t("back")}</TextLink>
      </p>
      <PageHeading title={name} />
      {notShared < members.length ? (
        <Notice tone="info" word={t("notedTitle")}>
          <p>{t("noted")}</p>
        </Notice>
      ) : null}
      {notShared > 0 ? (
        <p className="max-w-[42rem] border-caution border-s-2 ps-4">
          {t("notSharedMeans", { count: notShared })}
        </p>
      ) : null}
      {hiddenMembers > 0 ? (
        <p className="max-w-[42rem] border-caution border-s-2 ps-4">
          {t("hiddenMembers", { count: hiddenMembers })}
        </p>
      ) : null}
      {wealth.accounts.length > 0 ? (
        <Together {...props} names={names} />
      ) : (
        <EmptyState title={t("notShared")}>
          <p>{t("noFigure")}</p>
        </EmptyState>
      )}
      <Section title={t("members")}>
        {members.length > 0 ? <HouseholdMembers members={members} base={wealth.base} names={names} /> : null}
        <p className="max-w-[42rem] text-quiet text-small">
          {countedOnce > 0 ? `${t("countedOnce", { count: countedOnce })} ` : ""}
          {t("jointMeans")}
        </p>
      </Section>
      <Change {...props} />
    </div>
  );
}

/** An account is told apart by whose it is as well. */
function useMemberNames({ members, wealth }: HouseholdDetailView, bankOf: HouseholdScreenProps["bankOf"]) {
  const clients = useTranslations("clients");
  const names = useWealthNames(wealth.accounts, { bankOf, accountPath: () => null });
  const owners = new Map(
    members.flatMap((member) =>
      member.kind === "shared" ? member.accountIds.map((id) => [id, member.name] as const) : [],
    ),
  );
  const accountName = (id: string) => `${owners.get(id) ?? clients("unnamed")} · ${names.accountName(id)}`;
  return { ...names, accountName };
}

function Together({ household, by, names }: HouseholdScreenProps & { readonly names: WealthNames }) {
  const t = useTranslations("wealth");
  const { id, wealth, currencies } = household;
  const { base, instruments } = wealth;
  const path = `/advisor/households/${id}`;
  const chosenBy = by === "class" ? null : by;
  return (
    <>
      <NetWorth wealth={wealth} names={names} />
      <BaseSelect base={base} currencies={currencies} path={path} carried={{ by: chosenBy }} />
      <Section title={t("allocation")}>
        <Allocation
          wealth={wealth}
          names={names}
          by={by}
          pathBy={(one) => `${path}?${new URLSearchParams({ in: base, by: one })}`}
        />
      </Section>
      {instruments.length > 0 ? (
        <Section title={t("instruments")}>
          <InstrumentList instruments={instruments} names={names} />
        </Section>
      ) : null}
    </>
  );
}

function Change({ household, change, dissolve }: HouseholdScreenProps) {
  const t = useTranslations("households");
  const clients = useTranslations("clients");
  const formTexts = useFormTexts();
  const { id, name, members, choices, isWhole } = household;
  const isMember = (one: string) => members.some((member) => member.id === one);
  const offered = choices.map((choice) => ({ id: choice.id, name: choice.name ?? clients("unnamed") }));
  return (
    <Section title={t("change")}>
      <div className="space-y-6">
        {offered.length > 0 ? (
          <HouseholdForm
            action={change}
            hidden={{ householdId: id, ...(isWhole ? {} : { name }) }}
            name={name}
            isNameFixed={!isWhole}
            choices={offered.map((choice) => ({ ...choice, isMember: isMember(choice.id) }))}
            texts={{
              ...formTexts,
              ...{ name: t("name"), nameHint: t("nameHint"), choose: t("choose") },
              ...{ submit: t("changeSubmit"), missing: t("missing") },
            }}
          />
        ) : null}
        {isWhole ? (
          <ConfirmAction
            label={t("dissolve")}
            fullLabel={t("dissolveFull", { name })}
            action={dissolve}
            hidden={{ householdId: id }}
            texts={formTexts}
          >
            <p>{t("dissolveMeans")}</p>
          </ConfirmAction>
        ) : (
          <p className="max-w-[42rem] text-quiet">{t("onlyMaker")}</p>
        )}
      </div>
    </Section>
  );
}
