import { type Day, isoOf } from "../bank/family/days.ts";

/** Whether the euro's payment system works on a day, and so whether rates are published: TARGET's own calendar. */
export function isTargetDay(day: Day): boolean {
  const weekday = (day + 4) % 7;
  if (weekday === 0 || weekday === 6) return false;
  const iso = isoOf(day);
  if (["01-01", "05-01", "12-25", "12-26"].includes(iso.slice(5))) return false;
  const easter = easterOf(Number(iso.slice(0, 4)));
  return day !== easter - 2 && day !== easter + 1;
}

/** Easter Sunday of the Gregorian calendar, by the anonymous algorithm (Meeus, Astronomical Algorithms, chapter 8). */
function easterOf(year: number): Day {
  const [golden, century, ofCentury] = [year % 19, Math.floor(year / 100), year % 100];
  const corrected = century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25);
  const epact = (((19 * golden + corrected + 15) % 30) + 30) % 30;
  const weekday =
    (((32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7) + 7) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const sum = epact + weekday - 7 * late + 114;
  return Date.UTC(year, Math.floor(sum / 31) - 1, (sum % 31) + 1) / 86_400_000;
}
