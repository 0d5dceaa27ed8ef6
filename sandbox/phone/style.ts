/** Phone first: on a small screen the page is the phone; on a wide one the phone stands beside its mailboxes. */
export const phoneStyle = `
html, body { height: 100%; }
body { display: flex; flex-direction: column; background: var(--paper); }
.about { display: grid; gap: 0.25rem; padding: 1rem 1.25rem 0.75rem; border-bottom: 1px solid var(--line); }
.about h1 { font-size: 1.375rem; }
.about .long { display: none; }
.mailboxes { margin-top: 0.5rem; min-width: 0; }
.mailboxes h2 { display: none; }
.mailboxes ul { display: flex; gap: 0.5rem; overflow-x: auto; margin: 0 -1.25rem; padding: 4px 1.25rem 6px; scrollbar-width: thin; }
.mailboxes a { display: flex; gap: 0.5rem; align-items: center; min-height: 2.75rem; padding: 0 0.875rem; white-space: nowrap; font-size: 0.875rem;
  max-width: 16rem; color: var(--ink); text-decoration: none; border: 1px solid var(--line); border-radius: 999px; background: var(--raised); }
.mailboxes a[aria-current] { border-color: var(--accent); background: var(--accent-wash); font-weight: 600; }
.mailboxes .address { overflow: hidden; text-overflow: ellipsis; }
.mailboxes .count { color: var(--quiet); font-variant-numeric: tabular-nums; font-weight: 400; }
.phone, .screen, .screen > section, .screen > article { display: flex; flex-direction: column; flex: 1; min-height: 0; min-width: 0; }
.bar { padding: 1rem 1.25rem 0.5rem; }
.bar h2 { font-size: 1.125rem; overflow-wrap: anywhere; }
.bar .back { display: inline-flex; align-items: center; gap: 0.375rem; min-height: 2.75rem; margin-bottom: 0.25rem; text-decoration: none; font-weight: 600; font-size: 0.875rem; }
.scroller { flex: 1; min-height: 0; overflow-y: auto; }
.scroller:focus-visible { outline-offset: -2px; }
.list a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.125rem 0.75rem; padding: 0.875rem 1.25rem; color: inherit; text-decoration: none; border-top: 1px solid var(--line); }
.list li:last-child a { border-bottom: 1px solid var(--line); }
.list a:hover { background: var(--raised); }
.list a:focus-visible { outline-offset: -2px; }
.list .subject { font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.list .row, .list .preview { grid-column: 1 / -1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: 0.875rem; color: var(--quiet); }
.list .row { color: var(--ink); }
.empty { margin: auto; padding: 2rem 2.5rem 4rem; max-width: 24rem; text-align: center; display: grid; gap: 0.5rem; justify-items: center; }
.empty svg { width: 2.5rem; height: 2.5rem; color: var(--edge); margin-bottom: 0.5rem; }
.empty h2 { font-size: 1.125rem; }
.facts { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.125rem 0.75rem; margin: 0.5rem 0 0; font-size: 0.875rem; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.bar .views { display: flex; gap: 1rem; margin-top: 0.25rem; font-size: 0.875rem; }
.bar .views > * { display: inline-flex; align-items: center; min-height: 2.75rem; }
.letter { flex: 1; min-height: 0; border-top: 1px solid var(--line); }
.letter.text { overflow-y: auto; padding: 1.25rem; white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.6; }
.letter.text:focus-visible { outline-offset: -2px; }
iframe.letter { width: 100%; border: 0; border-top: 1px solid var(--line); background: #fff; color-scheme: light; }
.arrivals { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 51.99rem) { .reading .mailboxes { display: none; } }
@media (min-width: 52rem) {
  body { display: grid; grid-template-columns: minmax(0, 24rem) 25.5rem; justify-content: center; align-items: start; gap: clamp(2.5rem, 7vw, 7rem); padding: 2rem; min-height: 100%; height: auto; background: var(--desk); }
  .about { border: 0; padding: 0; gap: 0.75rem; margin-top: max(2rem, calc((100vh - 54rem) / 2 + 2rem)); }
  .about h1 { font-size: 2rem; }
  .about .long { display: block; color: var(--quiet); max-width: 24rem; }
  .mailboxes { margin-top: 1.75rem; }
  .mailboxes h2 { display: block; font: 600 0.8125rem/1.5 var(--sans); color: var(--quiet); margin-bottom: 0.5rem; }
  .mailboxes ul { flex-direction: column; gap: 0; margin: 0; padding: 0; border-top: 1px solid var(--line); overflow: visible; }
  .mailboxes a { justify-content: space-between; border: 0; border-bottom: 1px solid var(--line); border-radius: 0; background: none; max-width: none; padding: 0.5rem; white-space: normal; overflow-wrap: anywhere; }
  .mailboxes a:hover { background: var(--paper); }
  .mailboxes a[aria-current] { background: var(--accent-wash); }
  .phone { position: sticky; top: 2rem; margin-top: max(0rem, calc((100vh - 54rem) / 2)); height: min(50rem, calc(100vh - 4rem)); min-height: 32rem; padding: 0.625rem; border-radius: 3rem; background: light-dark(oklch(0.3 0.012 250), oklch(0.12 0.006 250)); border: 1px solid light-dark(oklch(0.24 0.012 250), oklch(0.42 0.012 250)); }
  .screen { border-radius: 2.375rem; overflow: hidden; background: var(--paper); padding-top: 1.75rem; }
  .screen .letter:last-child, .screen .scroller:last-child { border-radius: 0 0 2.375rem 2.375rem; }
}
@media (max-height: 30rem) and (max-width: 51.99rem) { html, body { height: auto; } iframe.letter { min-height: 24rem; } }
`;
