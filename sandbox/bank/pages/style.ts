/** The bank's own look on the shared colours: plainer than the product, and never to be taken for it. */
export const bankStyle = (hue: number): string => `
body.bank { --accent: light-dark(oklch(0.4 0.13 ${hue}), oklch(0.82 0.09 ${hue})); background: var(--paper); }
.bank h1, .bank h2 { font-family: var(--sans); }
.brand { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; align-items: baseline; justify-content: space-between; padding: 1rem 1.25rem; border-bottom: 3px solid var(--ink); background: var(--raised); }
.brand .name { font: 600 1.125rem/1.3 var(--sans); letter-spacing: 0.04em; text-transform: uppercase; }
.bank main { max-width: 36rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; display: grid; gap: 1.25rem; }
.bank h1 { font-size: 1.625rem; }
.bank h2 { font-size: 1.125rem; margin-top: 0.75rem; }
.bank form { display: grid; gap: 1rem; }
.bank label.field { display: grid; gap: 0.375rem; font-weight: 600; font-size: 0.9375rem; }
.bank input[type="text"], .bank input[type="password"] { font: inherit; min-height: 2.75rem; padding: 0 0.75rem; color: inherit; background: var(--raised); border: 1px solid var(--edge); border-radius: 0.375rem; width: 100%; }
.bank fieldset { margin: 0; padding: 0; border: 0; display: grid; gap: 0.25rem; min-width: 0; }
.bank legend { font-weight: 600; font-size: 0.9375rem; padding: 0 0 0.375rem; }
.bank .choice { display: flex; gap: 0.75rem; align-items: center; min-height: 2.75rem; padding: 0.375rem 0; border-bottom: 1px solid var(--line); }
.bank .choice input { inline-size: 1.25rem; block-size: 1.25rem; flex: none; accent-color: var(--accent); }
.bank .choice span { overflow-wrap: anywhere; }
.bank .acts { display: flex; flex-wrap: wrap; gap: 0.75rem; }
.bank button { min-height: 2.75rem; padding: 0 1.25rem; border-radius: 0.375rem; border: 1px solid var(--edge); background: var(--raised); }
.bank button.main { background: var(--ink); color: var(--paper); border-color: var(--ink); font-weight: 600; }
.bank .problem { padding: 0.75rem 1rem; background: var(--caution-wash); color: var(--caution); border-inline-start: 3px solid currentColor; }
.bank dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.375rem 1rem; margin: 0; }
.bank dt { color: var(--quiet); }
.bank dd { margin: 0; overflow-wrap: anywhere; }
.bank img { display: block; width: min(100%, 18rem); image-rendering: pixelated; background: #fff; padding: 0.5rem; }
.bank table { border-collapse: collapse; width: 100%; font-size: 0.875rem; }
.bank th, .bank td { text-align: start; vertical-align: top; padding: 0.5rem 0.75rem 0.5rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.bank code { font-family: ui-monospace, monospace; font-size: 0.9em; }
`;
