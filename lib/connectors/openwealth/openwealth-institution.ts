/** A custodian that speaks OpenWealth Custody Services 3.2.0, as its entry describes it. */
export interface OpenWealthInstitution {
  readonly id: string;
  /** Where `/customers` and `/accounts` begin, with the version; HTTPS. */
  readonly custodyUrl: string;
  /** Whether `dateTo` beside `date` asks for the transactions of all days between; the standard knows single days. */
  readonly readsDayRanges: boolean;
}

export interface OpenWealthSettings {
  readonly now: () => Date;
}
