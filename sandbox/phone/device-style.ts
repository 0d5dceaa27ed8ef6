/** What a phone shows beside mail: calls, requests, text messages, codes and the camera. */
export const deviceStyle = `
.devices { display: grid; gap: 1.25rem; padding: 0.5rem 1.25rem 2rem; align-content: start; }
.devices section { display: grid; gap: 0.625rem; }
.devices section:empty { display: none; }
.devices h3 { margin: 0; font: 600 0.8125rem/1.5 var(--sans); color: var(--quiet); }
.devices p { overflow-wrap: anywhere; }
.devices form { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: end; }
.devices button { min-height: 2.75rem; padding: 0 1rem; border: 1px solid var(--edge); border-radius: 0.5rem; background: var(--raised); }
.devices button.main { background: var(--accent); border-color: var(--accent); color: var(--paper); font-weight: 600; }
.devices label { display: grid; gap: 0.25rem; font-size: 0.875rem; flex: 1 1 10rem; min-width: 0; }
.devices input { font: inherit; color: inherit; min-height: 2.75rem; max-width: 100%; }
.devices input[type="text"] { padding: 0 0.75rem; border: 1px solid var(--edge); border-radius: 0.5rem; background: var(--raised); width: 100%; }
.card { display: grid; gap: 0.5rem; padding: 0.875rem 1rem; background: var(--raised); border: 1px solid var(--line); border-radius: 0.75rem; }
.card.asks { border-color: var(--accent); background: var(--accent-wash); }
.card .from { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0.125rem 0.75rem; font-weight: 600; font-size: 0.9375rem; }
.card .code { font: 600 1.75rem/1.3 var(--sans); font-variant-numeric: tabular-nums; letter-spacing: 0.08em; }
.card img { width: 8rem; max-width: 100%; background: #fff; padding: 0.375rem; image-rendering: pixelated; }
.mailboxes .count { overflow: hidden; text-overflow: ellipsis; }
`;
