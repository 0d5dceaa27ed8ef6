import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { firmAccent, minAccentContrast, surfaces } from "./accent.ts";
import { contrast, hexFromOklch, oklchFromHex } from "./oklch.ts";

const colour = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, "0")}`);

describe("a firm's accent", () => {
  test("is readable on every surface of both themes, and so is the text on it, whatever the firm gives", () => {
    fc.assert(
      fc.property(colour, (given) => {
        const found = firmAccent(given);
        for (const theme of ["light", "dark"] as const) {
          const { accent, accentInk } = found[theme];
          expect(accent).toMatch(/^#[0-9a-f]{6}$/);
          for (const surface of [surfaces[theme].paper, surfaces[theme].raised, accentInk]) {
            expect(contrast(accent, surface)).toBeGreaterThanOrEqual(minAccentContrast);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test("keeps the firm's hue as far as a screen can show it", () => {
    const { light, dark } = firmAccent("#e4572e");
    const hue = oklchFromHex("#e4572e").h;
    expect(oklchFromHex(light.accent).h).toBeCloseTo(hue, -1);
    expect(oklchFromHex(dark.accent).h).toBeCloseTo(hue, -1);
  });

  test("stays as given where it is readable, and says where it is not", () => {
    expect(firmAccent("#1F3A5F")).toMatchObject({ adjusted: false, light: { accent: "#1f3a5f" } });
    expect(firmAccent("#ffcc00").adjusted).toBe(true);
  });
});

test("a colour survives the way to Oklch and back", () => {
  fc.assert(fc.property(colour, (given) => hexFromOklch(oklchFromHex(given)) === given));
});

test("contrast is that of WCAG", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
});
