/** Where "now" comes from. Models take a `Date`; use cases take it from their context's clock. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
