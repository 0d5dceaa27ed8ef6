import type { Instrument } from "./instrument.ts";
import type { Relationship } from "./plan.ts";

/** Everything that a relationship's plan can come to hold in ten years. */
export const instrumentsOf = ({ lines, deliveries }: Relationship): readonly Instrument[] => [
  ...new Set([
    ...deliveries.map(({ instrument }) => instrument),
    ...lines.flatMap((line): readonly Instrument[] =>
      line.kind === "ladder"
        ? Array.from({ length: 10 }, (_, at) => line.series.paperOf(2018 + at))
        : [line.instrument],
    ),
  ]),
];
