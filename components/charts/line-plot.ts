import { extent } from "d3-array";
import { scaleLinear, scaleUtc } from "d3-scale";
import { line } from "d3-shape";

/** One day of a line. Without a value it is a gap. */
export interface LinePoint {
  readonly day: string;
  readonly value: string | null;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

export interface LinePlot {
  /** In a field of `plotWidth` by the height that was asked for. */
  readonly path: string;
  /** Days that stand between two gaps, which no line shows. In per cent of the width, and in the height's unit. */
  readonly alone: readonly Place[];
  readonly last: Place | null;
  /** Where nothing is known, in per cent of the width. */
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
  readonly levels: readonly { readonly value: number; readonly y: number }[];
  readonly days: readonly { readonly day: string; readonly x: number }[];
}

export const plotWidth = 1000;
const mostPoints = 500;

/** The shape of a line over time. Its values become floats here, and only to be drawn. */
export function plotLine(all: readonly LinePoint[], height: number): LinePlot {
  const points = thinned(all, mostPoints).map(({ day, value }) => ({
    at: new Date(day),
    value: value === null ? null : Number(value),
  }));
  const [first, end] = [points[0]?.at ?? new Date(0), points.at(-1)?.at ?? new Date(0)];
  const x = scaleUtc()
    .domain([first, end > first ? end : new Date(first.getTime() + 86_400_000)])
    .range([0, plotWidth]);
  const y = scaleLinear()
    .domain(widened(extent(points, ({ value }) => value ?? undefined)))
    .nice(4)
    .range([height, 0]);
  const known = points.map(({ value }) => value !== null);
  const place = ({ at, value }: { at: Date; value: number | null }): Place => ({
    x: percent(x(at)),
    y: round(y(value ?? 0)),
  });
  const drawn = line<(typeof points)[number]>()
    .defined(({ value }) => value !== null)
    .x(({ at }) => x(at))
    .y(({ value }) => y(value ?? 0))
    .digits(1);
  const last = points.findLast(({ value }) => value !== null);
  return {
    path: drawn(points) ?? "",
    alone: points.filter((_, at) => known[at] && !known[at - 1] && !known[at + 1]).map(place),
    last: last ? place(last) : null,
    gaps: gapsOf(points, known).map(([from, to]) => ({ from: percent(x(from)), to: percent(x(to)) })),
    // Of nothing there is no scale.
    levels: last ? y.ticks(4).map((value) => ({ value, y: round(y(value)) })) : [],
    days: daysBetween(first, end).map((at) => ({ day: at.toISOString().slice(0, 10), x: percent(x(at)) })),
  };
}

const percent = (place: number): number => round((place / plotWidth) * 100);
const round = (value: number): number => Math.round(value * 100) / 100;

/** As many days as can be told apart in a picture. A stretch in which any day is not known is not known. */
function thinned(points: readonly LinePoint[], most: number): readonly LinePoint[] {
  const stretch = Math.ceil(points.length / most);
  if (stretch <= 1) return points;
  const kept: LinePoint[] = [];
  for (let end = points.length; end > 0; end -= stretch) {
    const own = points.slice(Math.max(0, end - stretch), end);
    const last = own.at(-1);
    if (last) kept.push(own.some(({ value }) => value === null) ? { ...last, value: null } : last);
  }
  return kept.reverse();
}

/** A line that never changes has room above and below it. */
function widened([low, high]: [number, number] | [undefined, undefined]): [number, number] {
  if (low === undefined || high === undefined) return [0, 1];
  return low === high ? [low - Math.abs(low || 1) * 0.1, high + Math.abs(high || 1) * 0.1] : [low, high];
}

function gapsOf(points: readonly { readonly at: Date }[], known: readonly boolean[]): [Date, Date][] {
  const gaps: [Date, Date][] = [];
  for (let at = 0; at < points.length; at++) {
    if (known[at]) continue;
    const begin = at;
    while (at + 1 < points.length && !known[at + 1]) at++;
    const [before, after] = [points[Math.max(0, begin - 1)], points[Math.min(points.length - 1, at + 1)]];
    if (before && after && after.at > before.at) gaps.push([before.at, after.at]);
  }
  return gaps;
}

/** The first and the last day, and one between them. */
function daysBetween(first: Date, last: Date): readonly Date[] {
  const dayMs = 86_400_000;
  const apart = Math.round((last.getTime() - first.getTime()) / dayMs);
  if (apart === 0) return [first];
  if (apart < 4) return [first, last];
  return [first, new Date(first.getTime() + Math.round(apart / 2) * dayMs), last];
}
