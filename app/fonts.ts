import localFont from "next/font/local";

/**
 * No file is loaded ahead of the styles: on a slow line they would hold up the first text, which is then read in letters
 * of the same width until they are there. The extended ones are loaded only where a text has one of them. Their ranges are
 * those of the packages, and together the four files are about 100 kB.
 */
const lora = localFont({
  src: "../node_modules/@fontsource-variable/lora/files/lora-latin-wght-normal.woff2",
  weight: "400 700",
  display: "swap",
  variable: "--font-lora",
  preload: false,
  adjustFontFallback: "Times New Roman",
});

const loraExt = localFont({
  src: "../node_modules/@fontsource-variable/lora/files/lora-latin-ext-wght-normal.woff2",
  weight: "400 700",
  display: "swap",
  variable: "--font-lora-ext",
  preload: false,
  adjustFontFallback: false,
  declarations: [
    {
      prop: "unicode-range",
      value:
        "U+0100-0130,U+0132-0151,U+0154-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
    },
  ],
});

const publicSans = localFont({
  src: "../node_modules/@fontsource-variable/public-sans/files/public-sans-latin-wght-normal.woff2",
  weight: "100 900",
  display: "swap",
  variable: "--font-public-sans",
  preload: false,
  adjustFontFallback: "Arial",
});

const publicSansExt = localFont({
  src: "../node_modules/@fontsource-variable/public-sans/files/public-sans-latin-ext-wght-normal.woff2",
  weight: "100 900",
  display: "swap",
  variable: "--font-public-sans-ext",
  preload: false,
  adjustFontFallback: false,
  declarations: [
    {
      prop: "unicode-range",
      value:
        "U+0100-0130,U+0132-0151,U+0154-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
    },
  ],
});

/** The classes that make the four families known to `globals.css`. */
export const fontClasses = [lora, loraExt, publicSans, publicSansExt].map((font) => font.variable).join(" ");
