import { useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import type { FirmConnectionView } from "#lib/connections/firm-connection-view.ts";
import { type BankNames, useBankName } from "./bank-name.ts";
import { shortId } from "./person-cell.tsx";

interface ConnectionsTableProps {
  readonly caption: string;
  readonly connections: readonly FirmConnectionView[];
  readonly banks: BankNames;
  /** Which of the two the page is not about. */
  readonly other: "consent" | "credential";
}

const tones = {
  linking: "caution",
  choosing: "caution",
  active: "good",
  confirm: "caution",
  credential: "caution",
  ended: "neutral",
} as const;

/** Connections under a consent or with a credential, and how each stands. */
export function ConnectionsTable({ caption, connections, banks, other }: ConnectionsTableProps) {
  const t = useTranslations("consoleConsents");
  const states = useTranslations("connection.states");
  const bankName = useBankName(banks);
  const stateOf = ({ state, needs }: FirmConnectionView) => (state === "ended" ? state : (needs ?? state));
  return (
    <Table
      caption={caption}
      columns={[
        { key: "bank", header: t("banks.bank") },
        { key: "state", header: t("columns.standing") },
        { key: "began", header: t("banks.began") },
        { key: "ended", header: t("banks.ended") },
        { key: "other", header: other === "consent" ? t("one") : t("banks.credential") },
      ]}
      rows={connections.map((connection) => ({
        key: connection.id,
        cells: [
          <TextLink key="bank" href={`/console/institutions/${connection.institutionId}`}>
            {bankName(connection.institutionId)}
          </TextLink>,
          <Badge key="state" tone={tones[stateOf(connection)]}>
            {states(stateOf(connection))}
          </Badge>,
          <Time key="began" iso={connection.beganAt} show="moment" />,
          connection.endedAt ? <Time key="ended" iso={connection.endedAt} show="moment" /> : "–",
          <Other key="other" id={other === "consent" ? connection.consentId : connection.credentialId} />,
        ],
      }))}
    />
  );
}

function Other({ id }: { readonly id: string }) {
  const list = id.startsWith("con_") ? "consents" : "credentials";
  return (
    <TextLink href={`/console/${list}/${id}`}>
      <code>{shortId(id)}</code>
    </TextLink>
  );
}
