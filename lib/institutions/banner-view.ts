/** What a firm tells its investors of a bank, until a time, in the reader's language. */
export interface BannerView {
  readonly text: string;
  readonly until: string;
}

/** Of every bank that the firm says something of, by its id. */
export type InstitutionBanners = ReadonlyMap<string, BannerView>;
