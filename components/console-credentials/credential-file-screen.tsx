import { useLocale, useTranslations } from "next-intl";

import { type BankNames, useBankName } from "#components/console-lists/bank-name.ts";
import { ConnectionsTable } from "#components/console-lists/connections-table.tsx";
import { FileLinks } from "#components/console-lists/file-links.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { LinkButton } from "#components/ui/link-button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { Section } from "#components/ui/section.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import { placeOf } from "#components/vault/place.ts";
import type { FirmConnectionView } from "#lib/connections/firm-connection-view.ts";
import { formatDateTime } from "#lib/kernel/format.ts";
import type { CredentialFileView } from "#lib/vault/firm-list-view.ts";
import { CredentialState } from "./credential-state.tsx";
import { OpeningsTable } from "./openings-table.tsx";
import { VersionsTable } from "./versions-table.tsx";

export interface CredentialFileScreenProps {
  readonly file: CredentialFileView;
  /** `undefined` where there is no such person any more. */
  readonly investor: { readonly name: string } | undefined;
  readonly connections: readonly FirmConnectionView[];
  readonly banks: BankNames;
}

/** One credential, for the firm's compliance: how it is locked and what opened it, and the certificate of its deletion. */
export function CredentialFileScreen(props: CredentialFileScreenProps) {
  const { file, investor, connections, banks } = props;
  const { credential, versions, openings } = file;
  const t = useTranslations("consoleCredentials");
  const bankName = useBankName(banks);
  return (
    <div className="space-y-10">
      <div className="space-y-4">
        <p className="no-print text-small">
          <TextLink href="/console/credentials">{t("back")}</TextLink>
        </p>
        <PageHeading title={t("one")}>
          <p className="[overflow-wrap:anywhere]">
            {bankName(credential.institutionId)} · <bdi>{investor?.name || credential.personId}</bdi>
          </p>
        </PageHeading>
        <p className="flex flex-wrap items-center gap-x-6 gap-y-1">
          <CredentialState state={credential.state} />
          <code className="text-small [overflow-wrap:anywhere]">{credential.id}</code>
        </p>
        <FileLinks kind="credential" id={credential.id} investorId={credential.personId} />
      </div>
      <Section title={t("facts")}>
        <KnownFacts credential={credential} />
      </Section>
      {credential.state === "sealed" ? (
        <DeleteThis credentialId={credential.id} />
      ) : (
        <Certificate credential={credential} />
      )}
      <Section title={t("versions.title")}>
        <VersionsTable versions={versions} />
      </Section>
      <Section title={t("openings.title")}>
        <OpeningsTable openings={openings} credentialId={credential.id} />
      </Section>
      <Section title={t("connections.title")}>
        {connections.length === 0 ? (
          <p className="text-quiet">{t("connections.none")}</p>
        ) : (
          <ConnectionsTable
            caption={t("connections.title")}
            connections={connections}
            banks={banks}
            other="consent"
          />
        )}
      </Section>
    </div>
  );
}

function KnownFacts({ credential }: Pick<CredentialFileView, "credential">) {
  const t = useTranslations("consoleCredentials");
  const locale = useLocale();
  const { createdAt, lastOpenedAt, region, duplicateOf, deletedAt, destroyedAt } = credential;
  const moment = (iso: string) => <Time iso={iso} show="moment" />;
  return (
    <Facts
      facts={[
        { term: t("columns.added"), fact: moment(createdAt) },
        { term: t("columns.lastOpened"), fact: lastOpenedAt ? moment(lastOpenedAt) : t("never") },
        { term: t("region"), fact: `${placeOf(region, locale)} (${region})` },
        ...(deletedAt ? [{ term: t("columns.deleted"), fact: moment(deletedAt) }] : []),
        ...(destroyedAt ? [{ term: t("destroyed"), fact: moment(destroyedAt) }] : []),
        ...(duplicateOf
          ? [
              {
                term: t("duplicateOf"),
                fact: (
                  <TextLink href={`/console/credentials/${duplicateOf}`}>
                    <code className="[overflow-wrap:anywhere]">{duplicateOf}</code>
                  </TextLink>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

function DeleteThis({ credentialId }: { readonly credentialId: string }) {
  const t = useTranslations("consoleCredentials");
  return (
    <div className="no-print space-y-3">
      <p className="max-w-[42rem] text-quiet">{t("deleteNote")}</p>
      <LinkButton
        href={`/console/acts/new?${new URLSearchParams({ kind: "credentials.delete", credential: credentialId })}`}
        variant="secondary"
      >
        {t("delete")}
      </LinkButton>
    </div>
  );
}

function Certificate({ credential: { deletedAt, receiptId } }: Pick<CredentialFileView, "credential">) {
  const t = useTranslations("consoleCredentials");
  const locale = useLocale();
  return (
    <Section title={t("certificate")}>
      {deletedAt ? <p>{t("deletedOn", { at: formatDateTime(locale, deletedAt) })}</p> : null}
      {receiptId ? (
        <p>
          <TextLink href={`/console/receipts/${receiptId}`}>{t("certificateRead")}</TextLink>
        </p>
      ) : (
        <p className="text-quiet">{t("certificateSoon")}</p>
      )}
    </Section>
  );
}
