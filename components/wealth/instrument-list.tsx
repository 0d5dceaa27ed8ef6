import { useLocale, useTranslations } from "next-intl";

import { formatCountry, formatDecimal } from "#lib/kernel/format.ts";
import type { InstrumentView } from "#lib/portfolio/wealth-view.ts";
import { formatWeight } from "./format-weight.ts";
import { HeldTable } from "./held-table.tsx";
import type { WealthNames } from "./names.ts";
import { Total } from "./total.tsx";

export interface InstrumentListProps {
  readonly instruments: readonly InstrumentView[];
  readonly names: WealthNames;
}

/** So many stand there at once; the others are one tap away, and on paper all of them. */
const first = 12;

/** Each investment once, whichever accounts it lies in; opening it shows them. */
export function InstrumentList({ instruments, names }: InstrumentListProps) {
  const t = useTranslations("wealth");
  const rest = instruments.slice(first);
  return (
    <div className="space-y-3">
      <Instruments instruments={instruments.slice(0, first)} names={names} />
      {rest.length > 0 ? (
        <details className="opens-on-paper">
          <summary className="inline-flex min-h-11 items-center text-accent underline underline-offset-4">
            {t("moreInstruments", { count: rest.length })}
          </summary>
          <div className="pt-2">
            <Instruments instruments={rest} names={names} />
          </div>
        </details>
      ) : null}
    </div>
  );
}

function Instruments({ instruments, names }: InstrumentListProps) {
  return (
    <ul className="divide-y divide-line rounded-edge border border-line bg-raised">
      {instruments.map((instrument) => (
        <Instrument key={instrument.key} instrument={instrument} names={names} />
      ))}
    </ul>
  );
}

function Instrument({
  instrument,
  names,
}: {
  readonly instrument: InstrumentView;
  readonly names: WealthNames;
}) {
  const t = useTranslations("wealth");
  const locale = useLocale();
  const { name, isin, identification, country, currency, quantity, weight, value, held } = instrument;
  const title = name ?? isin ?? identification ?? t("instrumentUnnamed");
  const facts = [
    t(`classes.${instrument.class}`),
    isin ?? identification,
    country === null ? null : formatCountry(locale, country),
    currency,
  ].filter((fact) => fact !== null);
  return (
    <li className="px-4 py-3 sm:px-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <div className="min-w-0">
          <h3 className="font-sans font-semibold [overflow-wrap:anywhere]">{title}</h3>
          <p className="text-quiet text-small">{facts.join(" · ")}</p>
        </div>
        <div className="ms-auto text-end">
          <div className="font-semibold">
            <Total total={value} names={names} />
          </div>
          <p className="text-quiet text-small tabular-nums">
            {[
              quantity === null ? null : quantityWords(t, formatDecimal(locale, quantity), held),
              weight === null ? null : t("ofAll", { weight: formatWeight(locale, weight) }),
            ]
              .filter((fact) => fact !== null)
              .join(" · ")}
          </p>
        </div>
      </div>
      <details>
        <summary className="inline-flex min-h-9 items-center text-accent text-small underline underline-offset-4">
          {t("heldIn", { count: held.length })}
        </summary>
        <div className="pt-2 pb-1">
          <HeldTable held={held} names={names} caption={title} />
        </div>
      </details>
    </li>
  );
}

type Words = ReturnType<typeof useTranslations<"wealth">>;

const quantityWords = (t: Words, quantity: string, held: InstrumentView["held"]): string =>
  held.every(({ isNominal }) => isNominal) ? t("nominal", { quantity }) : t("pieces", { quantity });
