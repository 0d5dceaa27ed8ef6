import { useTranslations } from "next-intl";

import { Button } from "#components/ui/button.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { SelectField } from "#components/ui/select-field.tsx";
import { Table } from "#components/ui/table.tsx";
import { TextLink } from "#components/ui/text-link.tsx";
import { Time } from "#components/ui/time.tsx";
import { type InstitutionBoardView, type UpkeepPeriod, upkeepPeriods } from "#lib/upkeep/view.ts";
import { bankColumns, bankFigures } from "./bank-figures.ts";
import { BankHealth } from "./bank-health.tsx";
import { scaRate } from "./sca-rate.ts";

export interface InstitutionsScreenProps {
  readonly banks: readonly InstitutionBoardView[];
  readonly period: UpkeepPeriod;
}

const figures: ReadonlySet<string> = new Set(["answered", "active", "needs", "letIn", "failures", "reads"]);

/** How every bank does: whether it answers, lets people in and is read. */
export function InstitutionsScreen({ banks, period }: InstitutionsScreenProps) {
  const t = useTranslations("upkeep");
  const table = useTranslations("consoleTable");
  return (
    <div className="space-y-6">
      <PageHeading title={t("title")}>
        <p>{t("intro")}</p>
      </PageHeading>
      <PeriodChoice address="/console/institutions" period={period} />
      <p className="no-print text-small">
        <a
          href={`/console/institutions/export?period=${period}`}
          className="text-accent underline underline-offset-4 hover:decoration-2"
        >
          {table("file")}
        </a>
      </p>
      <Table
        caption={t("title")}
        columns={bankColumns.map((key) => ({ key, header: t(`columns.${key}`), isFigure: figures.has(key) }))}
        rows={banks.map((bank) => {
          const { answered, active, needs, failures, reads } = bankFigures(bank);
          return {
            key: bank.id,
            cells: [
              <TextLink key="bank" href={`/console/institutions/${bank.id}?period=${period}`}>
                {bank.name ?? bank.id}
              </TextLink>,
              <BankHealth key="health" bank={bank} />,
              answered === null ? "–" : t("percent", { percent: answered }),
              active,
              needs,
              <ScaShare key="sca" bank={bank} />,
              failures,
              reads,
              bank.bannerUntil ? <Time key="banner" iso={bank.bannerUntil} show="moment" /> : "–",
            ],
          };
        })}
      />
    </div>
  );
}

function ScaShare({ bank }: { readonly bank: InstitutionBoardView }) {
  const t = useTranslations("upkeep");
  const { percent, counted } = scaRate(bank.sca);
  return percent === null ? "–" : t("ofAttempts", { percent, count: counted });
}

/** How far back confirmations and failures are counted, as a form whose answer is an address. */
export function PeriodChoice({
  address,
  period,
}: {
  readonly address: string;
  readonly period: UpkeepPeriod;
}) {
  const t = useTranslations("upkeep");
  const table = useTranslations("consoleTable");
  return (
    <form method="get" action={address} className="no-print flex max-w-journey flex-wrap items-end gap-4">
      <div className="min-w-48 grow">
        <SelectField
          id="upkeep-period"
          name="period"
          label={t("period")}
          defaultValue={period}
          options={upkeepPeriods.map((value) => ({ value, label: t(`periods.${value}`) }))}
        />
      </div>
      <Button variant="secondary">{table("search")}</Button>
    </form>
  );
}
