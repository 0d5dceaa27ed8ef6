import type { DecimalText } from "./records.ts";

const form = /^([+-]?)(\d{1,60})(?:\.(\d{0,60}))?(?:[eE]([+-]?\d{1,3}))?$/;
const mostWhole = 30;
const mostFraction = 30;

/**
 * Reads an amount as banks write them, never through a float. Some write 10000000.00 as `1.0E7`; what would need
 * more than thirty figures on either side of the point is no amount. `null` where it is none.
 */
export function toDecimalText(written: string): DecimalText | null {
  const match = form.exec(written.trim());
  if (!match) return null;
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const shift = Number(exponent);
  if (Math.abs(shift) > mostWhole) return null;
  const digits = whole + fraction;
  const point = whole.length + shift;
  const left = digits
    .slice(0, Math.max(point, 0))
    .padEnd(Math.max(point, 0), "0")
    .replace(/^0+(?=\d)/, "");
  const right = "0".repeat(Math.max(-point, 0)) + digits.slice(Math.max(point, 0));
  if (left.length > mostWhole || right.length > mostFraction) return null;
  const text = `${left || "0"}${right === "" ? "" : `.${right}`}`;
  return sign === "-" && /[1-9]/.test(text) ? `-${text}` : text;
}

/** The same amount on the other side. */
export const negated = (amount: DecimalText): DecimalText =>
  amount.startsWith("-") ? amount.slice(1) : /[1-9]/.test(amount) ? `-${amount}` : amount;
