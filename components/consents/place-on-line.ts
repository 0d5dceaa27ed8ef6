export interface PlaceOnLine {
  readonly percent: number;
  /** Which side of it its word stands on, so that the word stays within the line. */
  readonly anchor: "start" | "middle" | "end";
}

/** Where a moment stands between two others; what is before or after them stands at their end. */
export function placeOnLine(from: string, until: string, at: string): PlaceOnLine {
  const [start, end] = [Date.parse(from), Date.parse(until)];
  const part = end > start ? (Date.parse(at) - start) / (end - start) : 1;
  const percent = Math.round(Math.min(1, Math.max(0, part)) * 1_000) / 10;
  return { percent, anchor: percent < 20 ? "start" : percent > 80 ? "end" : "middle" };
}
