import { getTranslations } from "next-intl/server";
import { bankColumns, bankFigures } from "#components/upkeep/bank-figures.ts";
import { scaRate } from "#components/upkeep/sca-rate.ts";
import { institutions } from "#lib/server/institutions.ts";
import { listFile } from "#lib/server/list-file.ts";
import { tableFile } from "#lib/server/table-file.ts";
import { exportInstitutionBoard } from "#lib/upkeep/export-institution-board.ts";
import { parsePeriod } from "#lib/upkeep/period.ts";
import type { InstitutionBoardView } from "#lib/upkeep/view.ts";

/** How every bank does, as CSV: states and figures as they are counted, shares in percent. */
export const GET = listFile("/console/institutions", async ({ ctx, locale }, { period: given }) => {
  const t = await getTranslations("upkeep");
  const period = parsePeriod(typeof given === "string" ? given : null);
  const banks = await exportInstitutionBoard(ctx, institutions(), { period, locale });
  const header = [...bankColumns.map((column) => t(`columns.${column}`)), t("sca.attempts"), "ID"];
  async function* lines() {
    for (const bank of banks) yield lineOf(bank);
  }
  return tableFile("banks", header, lines());
});

function lineOf(bank: InstitutionBoardView) {
  const { percent, counted } = scaRate(bank.sca);
  const { id, name, state, health, bannerUntil } = bank;
  const { answered, active, needs, failures, reads } = bankFigures(bank);
  const shown = state === "operational" ? (health?.state ?? null) : state;
  return [name ?? id, shown, answered, active, needs, percent, failures, reads, bannerUntil, counted, id];
}
