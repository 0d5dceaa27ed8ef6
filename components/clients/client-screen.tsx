import { useTranslations } from "next-intl";

import { Section } from "#components/ui/section.tsx";
import { AccountsByBank } from "#components/wealth/accounts-by-bank.tsx";
import { Allocation } from "#components/wealth/allocation.tsx";
import { BaseSelect } from "#components/wealth/base-select.tsx";
import { Exports } from "#components/wealth/exports.tsx";
import { InstrumentList } from "#components/wealth/instrument-list.tsx";
import { useWealthNames } from "#components/wealth/names.ts";
import { NetWorth } from "#components/wealth/net-worth.tsx";
import type { ClientWealthView } from "#lib/portfolio/client-view.ts";
import type { Dimension } from "#lib/portfolio/wealth-view.ts";
import { AccountBehind } from "./account-behind.tsx";
import { ClientConsents } from "./client-consents.tsx";
import { ClientFrame } from "./client-frame.tsx";
import { ClientNothing } from "./client-nothing.tsx";
import { clientPath, exportPath } from "./client-paths.ts";

export interface ClientScreenProps {
  readonly view: ClientWealthView;
  readonly by: Dimension;
  readonly bankOf: (institutionId: string) => string;
}

/** A client's wealth as far as their consents allow, with what is not in it. */
export function ClientScreen({ view, by, bankOf }: ClientScreenProps) {
  const { client, wealth } = view;
  return (
    <ClientFrame client={client} page="overview" base={wealth.base}>
      {wealth.accounts.length > 0 ? (
        <ClientWealth view={view} by={by} bankOf={bankOf} />
      ) : (
        <ClientNothing consents={client.consents} />
      )}
      <ClientConsents consents={client.consents} />
    </ClientFrame>
  );
}

function ClientWealth({ view, by, bankOf }: ClientScreenProps) {
  const t = useTranslations("wealth");
  const clients = useTranslations("clients");
  const { client, wealth, balances, gone, currencies } = view;
  const { base, accounts, instruments } = wealth;
  const names = useWealthNames(accounts, { bankOf, accountPath: () => null });
  const chosenBy = by === "class" ? null : by;
  return (
    <>
      <NetWorth wealth={wealth} names={names} />
      <BaseSelect
        base={base}
        currencies={currencies}
        path={clientPath(client.id, "overview")}
        carried={{ by: chosenBy }}
      />
      <Section title={t("allocation")}>
        <Allocation
          wealth={wealth}
          names={names}
          by={by}
          pathBy={(one) => clientPath(client.id, "overview", { in: base, by: one === "class" ? null : one })}
        />
      </Section>
      <Section title={t("accounts")}>
        <AccountsByBank
          wealth={wealth}
          names={names}
          beneath={(institutionId, ofBank) => (
            <div>
              {ofBank.map((account) => (
                <AccountBehind
                  key={account.id}
                  account={account}
                  balances={balances.get(account.id) ?? null}
                  bank={bankOf(institutionId)}
                  names={names}
                />
              ))}
            </div>
          )}
        />
        {gone > 0 ? <p className="text-quiet text-small">{clients("gone", { count: gone })}</p> : null}
      </Section>
      {instruments.length > 0 ? (
        <Section title={t("instruments")}>
          <InstrumentList instruments={instruments} names={names} />
        </Section>
      ) : null}
      <Exports what="holdings" path={exportPath(client.id)} carried={{ in: base }} isNoted />
      <p className="max-w-[42rem] text-quiet text-small">{clients("onlyShared")}</p>
    </>
  );
}
