import { useLocale, useTranslations } from "next-intl";

import type { ConsentView } from "#lib/consent/view.ts";
import { formatDate } from "#lib/kernel/format.ts";
import { placeOnLine } from "./place-on-line.ts";
import { type Standing, standingOf } from "./standing.ts";

interface ValidityLineProps {
  readonly consent: ConsentView;
}

/**
 * From when to when a consent was given, with today on it, or with its end where it ended. The picture says nothing
 * that its words do not.
 */
export function ValidityLine({ consent }: ValidityLineProps) {
  const t = useTranslations("consents.line");
  const locale = useLocale();
  const { givenAt, validUntil, asOf } = consent;
  if (!givenAt || !validUntil) return null;
  const standing = standingOf(consent);
  const at = standing.kind === "ended" ? standing.at : asOf;
  const place = placeOnLine(givenAt, validUntil, at);
  const day = (iso: string) => formatDate(locale, iso);
  const mark = standing.kind === "ended" ? t("ended") : t("today");
  return (
    <figure className="max-w-[34rem] space-y-1">
      <svg
        role="img"
        aria-label={t("inWords", { from: day(givenAt), until: day(validUntil), mark, at: day(at) })}
        className="block h-9 w-full overflow-visible"
      >
        <line x1="0" x2="100%" y1="28" y2="28" className={track(standing)} strokeWidth="2" />
        <line x1="0" x2={`${place.percent}%`} y1="28" y2="28" className="stroke-accent" strokeWidth="4" />
        <line x1="0" x2="0" y1="22" y2="34" className="stroke-ink" strokeWidth="2" />
        <line x1="100%" x2="100%" y1="22" y2="34" className="stroke-ink" strokeWidth="2" />
        <circle
          cx={`${place.percent}%`}
          cy="28"
          r="6"
          className="fill-raised stroke-accent"
          strokeWidth="3"
        />
        <text
          x={`${place.percent}%`}
          y="13"
          textAnchor={place.anchor}
          className="fill-ink font-semibold text-small"
        >
          {mark}
        </text>
      </svg>
      <figcaption className="flex flex-wrap justify-between gap-x-6 text-small">
        <span>{t("from", { date: day(givenAt) })}</span>
        <span className="text-end">{t("until", { date: day(validUntil) })}</span>
      </figcaption>
    </figure>
  );
}

/** What will not come any more is drawn as such. */
const track = ({ kind }: Standing): string =>
  kind === "ended" ? "stroke-line-strong [stroke-dasharray:3_5]" : "stroke-line-strong";
