/** The fonts' files each hold one subset; a text is set in runs of one subset each. */
export type FontSubset = "latin" | "latin-ext";

export interface FontRun {
  readonly subset: FontSubset;
  readonly text: string;
}

type Range = readonly [first: number, last: number];

// The ranges that the fonts' own style sheets give for their files.
const latin: readonly Range[] = [
  [0x0020, 0x00ff],
  [0x0131, 0x0131],
  [0x0152, 0x0153],
  [0x02bb, 0x02bc],
  [0x02c6, 0x02c6],
  [0x02da, 0x02da],
  [0x02dc, 0x02dc],
  [0x2000, 0x206f],
  [0x20ac, 0x20ac],
  [0x2122, 0x2122],
  [0x2212, 0x2212],
];
const latinExtended: readonly Range[] = [
  [0x0100, 0x02ff],
  [0x1d00, 0x1dbf],
  [0x1e00, 0x1e9f],
  [0x1ef2, 0x1eff],
  [0x20a0, 0x20c0],
  [0x2113, 0x2113],
  [0x2c60, 0x2c7f],
  [0xa720, 0xa7ff],
];

/** Blanks of other widths, as some languages group digits by: the fonts have no shape for them. */
const narrow = /[\u2000-\u200a\u202f\u205f]/g;

/**
 * Splits a text so that each run has its font. What neither font can draw becomes a question mark on
 * paper; the signed JSON has it as it is. Control and direction characters are dropped: they would
 * let a name rearrange the line it stands in.
 */
export function fontRuns(text: string): readonly FontRun[] {
  const runs: { subset: FontSubset; text: string }[] = [];
  for (const character of text
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .replace(narrow, "\u00a0")) {
    const subset = subsetOf(character);
    const run = { subset: subset ?? "latin", text: subset ? character : "?" };
    const last = runs.at(-1);
    if (last?.subset === run.subset) last.text += run.text;
    else runs.push(run);
  }
  return runs;
}

function subsetOf(character: string): FontSubset | null {
  const point = character.codePointAt(0) ?? 0;
  const within = (ranges: readonly Range[]) =>
    ranges.some(([first, last]) => first <= point && point <= last);
  if (within(latin)) return "latin";
  return within(latinExtended) ? "latin-ext" : null;
}
