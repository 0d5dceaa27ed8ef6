/** The colour roles, type and controls that the phone page and the identity provider's page share. */
export const themeStyle = `
@font-face { font-family: "Lora"; src: url("/fonts/lora.woff2") format("woff2"); font-weight: 400 700; font-display: swap; }
@font-face { font-family: "Public Sans"; src: url("/fonts/public-sans.woff2") format("woff2"); font-weight: 100 900; font-display: swap; }
:root {
  color-scheme: light dark;
  --desk: light-dark(oklch(0.945 0.008 85), oklch(0.17 0.008 250));
  --paper: light-dark(oklch(0.978 0.006 85), oklch(0.215 0.01 250));
  --raised: light-dark(oklch(0.997 0.002 85), oklch(0.255 0.012 250));
  --ink: light-dark(oklch(0.26 0.02 250), oklch(0.94 0.006 85));
  --quiet: light-dark(oklch(0.46 0.018 250), oklch(0.76 0.012 85));
  --line: light-dark(oklch(0.885 0.008 85), oklch(0.35 0.014 250));
  --edge: light-dark(oklch(0.62 0.012 250), oklch(0.56 0.016 250));
  --accent: light-dark(oklch(0.4 0.075 195), oklch(0.82 0.075 190));
  --accent-wash: light-dark(oklch(0.945 0.016 195), oklch(0.3 0.03 195));
  --caution: light-dark(oklch(0.42 0.08 65), oklch(0.86 0.08 80));
  --caution-wash: light-dark(oklch(0.955 0.025 80), oklch(0.29 0.03 75));
  --serif: "Lora", Georgia, "Iowan Old Style", serif;
  --sans: "Public Sans", system-ui, -apple-system, "Segoe UI", sans-serif;
}
*, ::before, ::after { box-sizing: border-box; }
body { margin: 0; background: var(--desk); color: var(--ink); font: 400 1rem/1.5 var(--sans); -webkit-text-size-adjust: 100%; }
h1, h2, p, ul { margin: 0; padding: 0; }
ul { list-style: none; }
h1, h2 { font-family: var(--serif); font-weight: 600; line-height: 1.25; text-wrap: balance; }
a { color: var(--accent); text-underline-offset: 0.18em; }
button { font: inherit; color: inherit; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.quiet { color: var(--quiet); font-size: 0.875rem; }
.mark { font-size: 0.8125rem; font-weight: 600; letter-spacing: 0.01em; color: var(--caution); }
time { font-variant-numeric: tabular-nums; white-space: nowrap; }
`;
