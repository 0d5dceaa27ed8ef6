import { type UpkeepPeriod, upkeepPeriods } from "./view.ts";

/** How far back an address asks to count; a week where it says nothing that is known. */
export const parsePeriod = (text: string | null): UpkeepPeriod =>
  upkeepPeriods.find((period) => period === text) ?? "week";
