import { type AccentTokens, firmAccent } from "./accent.ts";

/** An accent as it stands in an address: six hexadecimal digits, so that nothing else can reach a stylesheet. */
const accentKey = /^[0-9a-f]{6}$/;

/** The key of a firm's accent, or `null` where the firm has none that is a colour. */
export function accentKeyOf(accent: string | null): string | null {
  const key = accent?.toLowerCase().replace(/^#/, "") ?? "";
  return accentKey.test(key) ? key : null;
}

/**
 * The stylesheet at `/brand/<key>`. It is a file of our own origin and not an inline style, because a page that is
 * reached without a reload keeps the nonce of the first page. It applies only inside `data-accent=<key>`, so that
 * the sheets of two firms can be loaded side by side.
 */
export function accentStylesheet(key: string): string | null {
  if (!accentKey.test(key)) return null;
  const { light, dark } = firmAccent(`#${key}`);
  const scope = `[data-accent="${key}"]`;
  return [
    `${scope}{${declarations(light)}}`,
    `@media (prefers-color-scheme:dark){:root:not([data-theme="light"]) ${scope}{${declarations(dark)}}}`,
    `:root[data-theme="dark"] ${scope}{${declarations(dark)}}`,
  ].join("\n");
}

const declarations = ({ accent, accentInk }: AccentTokens) =>
  `--color-accent:${accent};--color-accent-ink:${accentInk}`;
