import { Exact, exact, zero } from "#lib/kernel/decimal.ts";
import { otherFill, partFills } from "./palette.ts";

/** One part of a whole. */
export interface Part {
  readonly key: string;
  readonly label: string;
  /** In per cent of the whole; `null` where it is not known, and then nothing is drawn of it. */
  readonly weight: string | null;
}

export interface DrawnPart {
  readonly key: string;
  /** `null` for what was put together. */
  readonly label: string | null;
  /** How many parts it stands for. */
  readonly count: number;
  readonly weight: string;
  readonly fill: string;
  /** Where it begins and how long it is, 0 to 100. */
  readonly from: number;
  readonly length: number;
}

const mostParts = partFills.length;

/**
 * The parts that are drawn: the largest six and what the others come to. What is negative, such as a short sale, has
 * its line and no length. Lengths are for the picture alone; the weight beside it is exact.
 */
export function partsToDraw(parts: readonly Part[]): readonly DrawnPart[] {
  const known = parts
    .flatMap(({ weight, ...part }) => (weight === null ? [] : [{ ...part, count: 1, weight: exact(weight) }]))
    .sort((one, other) => other.weight.comparedTo(one.weight));
  const rest = known.slice(mostParts);
  const drawn: readonly { key: string; label: string | null; count: number; weight: Exact }[] =
    rest.length < 2
      ? known.slice(0, mostParts + rest.length)
      : [
          ...known.slice(0, mostParts),
          {
            ...{ key: "other", label: null, count: rest.length },
            weight: rest.reduce((sum, { weight }) => sum.plus(weight), zero),
          },
        ];
  const lengths = drawn.map(({ weight }) => Exact.max(weight, zero));
  const whole = lengths.reduce((sum, length) => sum.plus(length), zero);
  const percentOf = (length: Exact) =>
    whole.isZero() ? 0 : length.times(100).dividedBy(whole).toDecimalPlaces(3).toNumber();
  return drawn.map(({ key, label, count, weight }, at) => ({
    ...{ key, label, count, weight: weight.toFixed(), fill: partFills[at] ?? otherFill },
    from: percentOf(lengths.slice(0, at).reduce((sum, length) => sum.plus(length), zero)),
    length: percentOf(lengths[at] ?? zero),
  }));
}
