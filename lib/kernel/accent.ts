import { contrast, hexFromOklch, oklchFromHex } from "./oklch.ts";

export interface AccentTokens {
  /** Buttons, links and marks. */
  readonly accent: string;
  /** The text on a button of that colour. */
  readonly accentInk: string;
}

export interface FirmAccent {
  readonly light: AccentTokens;
  readonly dark: AccentTokens;
  /** Whether the colour had to change to be readable in the light theme. The dark theme always has its own shade. */
  readonly adjusted: boolean;
}

/** The surfaces of `app/globals.css`, which a test compares with these. */
export const surfaces = {
  light: { paper: "#faf9f7", raised: "#ffffff" },
  dark: { paper: "#111417", raised: "#191d22" },
} as const;

/** WCAG AAA for text, because the accent carries the words that a person acts on. */
export const minAccentContrast = 7;

/**
 * A firm's accent in both themes. Hue stays; lightness moves until the accent is readable on every surface, and so
 * is the surface's colour on the accent.
 */
export function firmAccent(given: string): FirmAccent {
  const light = accentIn("light", given);
  return { light, dark: accentIn("dark", given), adjusted: light.accent !== given.toLowerCase() };
}

function accentIn(theme: keyof typeof surfaces, given: string): AccentTokens {
  const { paper, raised } = surfaces[theme];
  const holds = (hex: string) =>
    [paper, raised].every((surface) => contrast(hex, surface) >= minAccentContrast);
  const step = theme === "light" ? -0.005 : 0.005;

  const colour = oklchFromHex(given);
  let accent = given.toLowerCase();
  for (let l = colour.l + step; !holds(accent) && l > 0 && l < 1; l += step)
    accent = hexFromOklch({ ...colour, l });
  return { accent, accentInk: paper };
}
