/** Where rates come from, as the operator has set it. */
export interface RateSource {
  /** Who publishes them, as it is shown. */
  readonly name: string;
  /** The newest day's file alone; `null` where there is only the one of all days. */
  readonly daily: ReadRateFile | null;
  readonly history: ReadRateFile;
}

export type ReadRateFile = (signal: AbortSignal) => Promise<Buffer>;
