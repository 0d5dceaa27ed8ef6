import type { ConsentView } from "#lib/consent/view.ts";

/**
 * Of an investor's own consents, those under which a bank can be asked to let them in. Whoever offers them for a choice,
 * and whoever begins without asking because there is no choice, goes by this.
 */
export const linkableConsents = (consents: readonly ConsentView[]): readonly ConsentView[] =>
  consents.filter(({ isInForce }) => isInForce);
