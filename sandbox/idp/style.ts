export const signInStyle = `
body.sign-in { background: var(--paper); }
.sign-in main { max-width: 34rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; display: grid; gap: 1.75rem; }
.sign-in header { display: grid; gap: 0.75rem; }
.sign-in h1 { font-size: 1.75rem; }
.sign-in .mark { justify-self: start; }
.sign-in form { display: grid; gap: 1.75rem; }
.sign-in fieldset { margin: 0; padding: 0; border: 0; min-width: 0; border-bottom: 1px solid var(--line); }
.sign-in legend { padding: 0 0 0.5rem; font-family: var(--serif); font-weight: 600; font-size: 1.125rem; }
.person { display: grid; gap: 0.125rem; width: 100%; padding: 0.875rem 0.5rem; text-align: start; overflow-wrap: anywhere; background: none; border: 0; border-top: 1px solid var(--line); }
.person:hover { background: var(--accent-wash); }
.person:focus-visible { outline-offset: -2px; }
.person .name { font-weight: 600; color: var(--accent); }
.cancel { justify-self: start; min-height: 2.75rem; padding: 0 1.25rem; background: var(--raised); border: 1px solid var(--edge); border-radius: 0.5rem; }
.cancel:hover { border-color: var(--ink); }
@media (min-width: 52rem) { .sign-in main { padding-top: 5rem; } .sign-in h1 { font-size: 2rem; } }
`;
