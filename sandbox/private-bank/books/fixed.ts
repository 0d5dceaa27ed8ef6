/** A decimal with four places, as whole ten-thousandths: no float ever touches money or a quantity. */
export type Fixed = bigint;

const scale = 10_000n;
const centScale = 100n;

export const fixed = (whole: number): Fixed => BigInt(Math.round(whole * Number(scale)));

/** Halves are rounded away from zero. */
export function divide(dividend: bigint, divisor: bigint): bigint {
  const half = divisor / 2n;
  return (dividend + (dividend < 0n ? -half : half)) / divisor;
}

export const cents = (amount: Fixed): Fixed => divide(amount, centScale) * centScale;

/** Of money: a whole number of cents. */
export const times = (amount: Fixed, factor: Fixed): Fixed => cents(divide(amount * factor, scale));

export const perMille = (amount: Fixed, part: bigint): Fixed => cents(divide(amount * part, 1_000n));

export const perMyriad = (amount: Fixed, part: bigint): Fixed => cents(divide(amount * part, scale));

/** How much of something a sum buys at a price, rounded down to whole steps, so that it is never too much. */
export function affordable(sum: Fixed, price: Fixed, step: Fixed): Fixed {
  const units = (sum * scale) / price;
  return units - (units % step);
}

/** With at least so many places; zeros beyond them are left out. */
export function decimalText(amount: Fixed, leastPlaces: number): string {
  const figures = String(amount < 0n ? -amount : amount).padStart(5, "0");
  const whole = figures.slice(0, -4);
  const places = figures.slice(-4).replace(/0+$/, "").padEnd(leastPlaces, "0");
  const sign = amount < 0n ? "-" : "";
  return places === "" ? sign + whole : `${sign}${whole}.${places}`;
}
