import { useLocale } from "next-intl";

import { formatCompact, formatShortDate } from "#lib/kernel/format.ts";
import { type LinePlot, type LinePoint, plotLine, plotWidth } from "./line-plot.ts";

export interface LineChartProps {
  readonly points: readonly LinePoint[];
  /** What the picture says, in a sentence: what it shows exactly stands in the table beneath it. */
  readonly inWords: string;
}

const [top, height, foot] = [10, 188, 26];
const whole = top + height + foot;
/** As wide as the scale's longest words. */
const scaleWidth = 64;

/**
 * A value over time as a line that has gaps where it is not known. Words keep their size on every screen: only the
 * field beside them is stretched.
 */
export function LineChart({ points, inWords }: LineChartProps) {
  const locale = useLocale();
  const plot = plotLine(points, height);
  return (
    <div role="img" aria-label={inWords} className="flex gap-2">
      <svg width={scaleWidth} height={whole} className="shrink-0" aria-hidden="true">
        {plot.levels.map(({ value, y }) => (
          <text
            key={value}
            x={scaleWidth}
            y={top + y + 5}
            textAnchor="end"
            className="fill-quiet text-small tabular-nums"
          >
            {formatCompact(locale, value)}
          </text>
        ))}
      </svg>
      <svg height={whole} className="block w-full min-w-0 overflow-visible" aria-hidden="true">
        <Field plot={plot} />
        {plot.days.map(({ day, x }) => (
          <text
            key={day}
            x={`${x}%`}
            y={whole - 6}
            textAnchor={x < 20 ? "start" : x > 80 ? "end" : "middle"}
            className="fill-quiet text-small"
          >
            {formatShortDate(locale, day)}
          </text>
        ))}
      </svg>
    </div>
  );
}

/** The line itself, with what is not known behind it. */
function Field({ plot: { path, alone, last, gaps, levels } }: { readonly plot: LinePlot }) {
  return (
    <>
      {gaps.map(({ from, to }) => (
        <rect
          key={from}
          x={`${from}%`}
          y={top}
          width={`${to - from}%`}
          height={height}
          className="fill-line opacity-50"
        />
      ))}
      {levels.map(({ value, y }) => (
        <line key={value} x1="0" x2="100%" y1={top + y} y2={top + y} className="stroke-line" />
      ))}
      <svg
        y={top}
        width="100%"
        height={height}
        viewBox={`0 0 ${plotWidth} ${height}`}
        preserveAspectRatio="none"
        className="overflow-visible"
        aria-hidden="true"
      >
        <path
          d={path}
          fill="none"
          vectorEffect="non-scaling-stroke"
          strokeWidth="2"
          strokeLinejoin="round"
          className="stroke-chart-a"
        />
      </svg>
      {[...alone, ...(last ? [last] : [])].map(({ x, y }) => (
        <circle key={x} cx={`${x}%`} cy={top + y} r="3.5" className="fill-chart-a" />
      ))}
    </>
  );
}
