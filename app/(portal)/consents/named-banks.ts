import { getTranslations } from "next-intl/server";
import type { NamedBanks } from "#components/consents/named-banks.ts";
import type { ConsentBanksView } from "#lib/connections/view.ts";
import { institutions } from "#lib/server/institutions.ts";

/** What the operator calls a bank, or that it is not listed any more. */
export async function bankNames(): Promise<(institutionId: string) => string> {
  const t = await getTranslations("bankAccess");
  return (institutionId) => institutions().get(institutionId)?.name ?? t("unknownBank");
}

export function named(
  under: ConsentBanksView | undefined,
  nameOf: (institutionId: string) => string,
): NamedBanks {
  const { banks, areNamed } = under ?? { banks: [], areNamed: true };
  return { banks: banks.map((bank) => ({ ...bank, bank: nameOf(bank.institutionId) })), areNamed };
}
