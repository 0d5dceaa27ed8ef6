/** Months back, or all that the bank tells. */
export const histories = ["3", "12", "24", "all"] as const;

/** Once, or times a day. */
export const paces = ["once", "1", "2", "4"] as const;

/** Who would see: the advisor alone, with named colleagues, or every advisor of the firm. */
export const sights = ["me", "named", "team"] as const;

/** Days after the end for which the firm keeps the data. */
export const retentions = ["0", "30", "90", "365"] as const;
