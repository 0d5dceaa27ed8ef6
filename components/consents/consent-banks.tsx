import { useTranslations } from "next-intl";

import { ConnectionBadge } from "#components/connections/connection-badge.tsx";
import { pathOf } from "#components/connections/paths.ts";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { ConnectionView } from "#lib/connections/view.ts";
import type { ConsentView } from "#lib/consent/view.ts";
import type { NamedBank, NamedBanks } from "./named-banks.ts";

interface ConsentBanksProps {
  readonly consent: ConsentView;
  readonly named: NamedBanks;
  readonly firm: string;
}

/** The banks that are read under a consent. Consent, connection and stored access end each by itself, and it says so. */
export function ConsentBanks({ consent, named, firm }: ConsentBanksProps) {
  const t = useTranslations("consents.banks");
  const { banks } = named;
  return (
    <Section title={t("title")}>
      <p className="max-w-[42rem] text-quiet">{t("three", { firm })}</p>
      {banks.length > 0 ? (
        <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
          {banks.map((bank) => (
            <BankUnder key={bank.institutionId} bank={bank} consent={consent} />
          ))}
        </ul>
      ) : (
        <p>{t("none")}</p>
      )}
      <p className="flex flex-wrap gap-x-6 gap-y-1">
        {consent.isInForce ? <TextLink href="/bank-access/add">{t("add")}</TextLink> : null}
        <TextLink href="/bank-access">{t("delete")}</TextLink>
      </p>
    </Section>
  );
}

interface BankUnderProps {
  readonly bank: NamedBank;
  readonly consent: ConsentView;
}

function BankUnder({ bank: { bank, connections, lastUsedAt }, consent }: BankUnderProps) {
  const t = useTranslations("consents");
  return (
    <li className="space-y-3 px-4 py-4 sm:px-5">
      <h3 className="font-sans font-semibold [overflow-wrap:anywhere]">{bank}</h3>
      {connections.map((connection) => (
        <Connected key={connection.id} connection={asUnder(consent, connection)} bank={bank} />
      ))}
      {connections.length === 0 ? <p>{t("banks.earlier", { bank })}</p> : null}
      <p className="text-small">
        <span className="block text-quiet">{t("lastUsed")}</span>
        {lastUsedAt ? <Time iso={lastUsedAt} show="moment" /> : t("neverUsed")}
      </p>
    </li>
  );
}

/** With its consent a connection ends: nothing is read from that moment, though the bank is told a little later. */
function asUnder(
  { isInForce, endedAt, validUntil }: ConsentView,
  connection: ConnectionView,
): ConnectionView {
  if (isInForce || connection.state === "ended") return connection;
  return { ...connection, state: "ended", endedReason: "consentEnded", endedAt: endedAt ?? validUntil };
}

function Connected({ connection, bank }: { readonly connection: ConnectionView; readonly bank: string }) {
  const t = useTranslations("connection");
  const { id, state, endedAt, endedReason } = connection;
  return (
    <div className="space-y-1">
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <ConnectionBadge connection={connection} />
        {endedAt ? <Time iso={endedAt} show="day" /> : null}
        <TextLink href={pathOf(id)}>
          {t("open")}
          <span className="sr-only">: {bank}</span>
        </TextLink>
      </p>
      {state === "ended" && endedReason ? (
        <p className="text-quiet text-small">{t(`ended.${endedReason}`, { bank })}</p>
      ) : null}
    </div>
  );
}
