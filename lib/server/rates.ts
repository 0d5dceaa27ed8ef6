import "server-only";

import { createRateReader, type ReadRates } from "#lib/rates/read-rates.ts";

/** One a process: the bundles of one build share what was read. */
const shared = globalThis as typeof globalThis & { licetRates?: ReadRates };

/** The reference rates that are known now, for a page or a call that converts. Ask again for the next request. */
export const readRates: ReadRates = (ctx) => {
  shared.licetRates ??= createRateReader();
  return shared.licetRates(ctx);
};
