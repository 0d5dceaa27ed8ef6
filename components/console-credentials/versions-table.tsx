import { useTranslations } from "next-intl";

import { Table } from "#components/ui/table.tsx";
import { Time } from "#components/ui/time.tsx";
import type { CredentialVersionView } from "#lib/vault/firm-list-view.ts";
import { shortKeyVersion } from "./key-version-name.ts";

/** Which versions of a credential are kept, and by which versions of both locks' keys. */
export function VersionsTable({ versions }: { readonly versions: readonly CredentialVersionView[] }) {
  const t = useTranslations("consoleCredentials");
  if (versions.length === 0) return <p className="text-quiet">{t("versions.none")}</p>;
  return (
    <Table
      caption={t("versions.title")}
      columns={[
        { key: "version", header: t("columns.version") },
        { key: "sealed", header: t("versions.sealed") },
        { key: "transportKey", header: t("columns.transportKey") },
        { key: "keyVersion", header: t("columns.keyVersion") },
        { key: "rewrapped", header: t("versions.rewrapped") },
      ]}
      rows={versions.map(({ version, isPresent, sealedAt, transportKey, keyVersion, rewrappedAt }) => ({
        key: `${version}`,
        cells: [
          isPresent ? `${version} (${t("versions.present")})` : `${version}`,
          <Time key="sealed" iso={sealedAt} show="moment" />,
          transportKey,
          keyVersion ? <code key="key">{shortKeyVersion(keyVersion)}</code> : "–",
          rewrappedAt ? <Time key="rewrapped" iso={rewrappedAt} show="moment" /> : "–",
        ],
      }))}
    />
  );
}
