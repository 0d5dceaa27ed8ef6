import { useTranslations } from "next-intl";

import { BalanceLines } from "#components/clients/balance-lines.tsx";
import { pathOf } from "#components/connections/paths.ts";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { AccountValue } from "#components/wealth/account-value.tsx";
import { DataStates } from "#components/wealth/data-states.tsx";
import { entriesPath } from "#components/wealth/entries-path.ts";
import { EntryList } from "#components/wealth/entry-list.tsx";
import { HeldTable } from "#components/wealth/held-table.tsx";
import { useAccountWords, useWealthNames } from "#components/wealth/names.ts";
import { Reconciliations } from "#components/wealth/reconciliations.tsx";
import type { FormAction } from "#lib/kernel/action-state.ts";
import type { OwnAccountView } from "#lib/portfolio/own-wealth-view.ts";
import type { HeldView } from "#lib/portfolio/wealth-view.ts";
import { AccountShare } from "./account-share.tsx";
import { WealthFrame } from "./wealth-frame.tsx";
import { accountPath } from "./wealth-paths.ts";

export interface WealthAccountScreenProps {
  readonly view: OwnAccountView;
  readonly bankOf: (institutionId: string) => string;
  readonly sayShare: FormAction;
  readonly takeShareBack: FormAction;
}

/** One of one's own accounts: what it counts, what the bank says of it, and when it said so. */
export function WealthAccountScreen({ view, bankOf, sayShare, takeShareBack }: WealthAccountScreenProps) {
  const t = useTranslations("wealth");
  const { own, account, connectionId, balances, entries } = view;
  const { wealth } = own;
  const names = useWealthNames(wealth.accounts, {
    bankOf,
    accountPath: (id) => accountPath(id, wealth.base),
  });
  const bank = bankOf(account.institutionId);
  const { title, facts } = useAccountWords()(account);
  const held = wealth.instruments.flatMap((instrument) =>
    instrument.held
      .filter(({ accountId }) => accountId === account.id)
      .map((one) => ({ one, instrument, key: placeOf(one) })),
  );
  const nameAt = new Map(
    held.map(({ key, instrument: { name, isin, identification } }) => [
      key,
      { name: name ?? isin ?? identification ?? t("instrumentUnnamed"), id: isin ?? identification },
    ]),
  );
  const narrowed = { accountId: account.id, kind: null, from: null, to: null, search: null };
  return (
    <WealthFrame
      page={null}
      base={wealth.base}
      title={title}
      intro={<p className="[overflow-wrap:anywhere]">{[bank, ...facts].join(" · ")}</p>}
    >
      <AccountValue account={account} base={wealth.base} source={wealth.rateSource} names={names} />
      {account.kind === "custody" && balances.length === 0 ? null : (
        <Section title={t("account.balances")}>
          <BalanceLines balances={balances} />
        </Section>
      )}
      {held.length > 0 ? (
        <Section title={t("instruments")}>
          <HeldTable
            held={held.map(({ one }) => one)}
            names={names}
            caption={t("instruments")}
            nameOf={(one) => <HeldName {...(nameAt.get(placeOf(one)) ?? { name: "–", id: null })} />}
          />
        </Section>
      ) : null}
      {account.reconciliations.length > 0 ? (
        <Section title={t("reconciliation.title")}>
          <Reconciliations reconciliations={account.reconciliations} names={names} />
        </Section>
      ) : null}
      {entries.length > 0 ? (
        <Section title={t("account.entries")}>
          <EntryList entries={entries} names={names} hasAccounts={false} />
          <p>
            <TextLink href={entriesPath("/wealth/entries", narrowed, { in: wealth.base })}>
              {t("account.allEntries")}
            </TextLink>
          </p>
        </Section>
      ) : null}
      <Section title={t("account.whereFrom")}>
        <DataStates data={account.data} bank={bank} />
        <p className="no-print">
          <TextLink href={pathOf(connectionId)}>{t("own.reading", { bank })}</TextLink>
        </p>
      </Section>
      <AccountShare accountId={account.id} share={view.share} say={sayShare} takeBack={takeShareBack} />
    </WealthFrame>
  );
}

const placeOf = ({ accountId, place }: HeldView): string => `${accountId} ${place}`;

function HeldName({ name, id }: { readonly name: string; readonly id: string | null }) {
  return (
    <>
      {name}
      {id && id !== name ? <span className="block font-normal text-quiet">{id}</span> : null}
    </>
  );
}
