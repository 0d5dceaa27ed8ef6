/** The fills of a picture's parts, in the order of their size: told apart by who sees fewer colours, in both themes. */
export const partFills = [
  "fill-chart-a",
  "fill-chart-b",
  "fill-chart-c",
  "fill-chart-d",
  "fill-chart-e",
  "fill-chart-f",
] as const;

/** What was put together because there are more parts than can be told apart. */
export const otherFill = "fill-line-strong";
