import { Check } from "lucide-react";
import { useTranslations } from "next-intl";

import { PageHeading } from "#components/ui/page-heading.tsx";
import { Table } from "#components/ui/table.tsx";
import { useRoleLabel } from "./role-label.ts";

export interface PermissionsScreenProps {
  readonly roles: readonly string[];
  readonly rows: readonly { readonly permission: string; readonly holders: readonly string[] }[];
}

export function PermissionsScreen({ roles, rows }: PermissionsScreenProps) {
  const t = useTranslations("console");
  const roleLabel = useRoleLabel();
  return (
    <div className="space-y-6">
      <PageHeading title={t("permissionsTitle")}>
        <p>{t("permissionsIntro")}</p>
      </PageHeading>
      <Table
        caption={t("permissionsTitle")}
        columns={[
          { key: "permission", header: t("permission") },
          ...roles.map((role) => ({ key: role, header: roleLabel(role) })),
        ]}
        rows={rows.map(({ permission, holders }) => ({
          key: permission,
          cells: [
            <code key="permission">{permission}</code>,
            ...roles.map((role) => <Held key={role} held={holders.includes(role)} />),
          ],
        }))}
      />
    </div>
  );
}

function Held({ held }: { readonly held: boolean }) {
  const t = useTranslations("console");
  if (!held) return <span className="text-quiet">{t("notAllowed")}</span>;
  return (
    <span className="inline-flex items-center gap-1 align-middle font-semibold text-good">
      <Check aria-hidden="true" className="size-4" />
      {t("allowed")}
    </span>
  );
}
