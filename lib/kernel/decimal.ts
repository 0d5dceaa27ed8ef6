import { Decimal } from "decimal.js";

/** Enough for 10^15 with 20 decimals and the products of two such figures. */
export const Exact = Decimal.clone({ precision: 80, toExpNeg: -60, toExpPos: 60 });
export type Exact = Decimal;

/** A decimal text as a number to reckon with; never through a float. */
export const exact = (text: string): Exact => new Exact(text);

export const zero: Exact = new Exact(0);

/** Without an exponent and without a sign on nothing, with as many decimals as it has. */
export const decimalText = (value: Exact): string => (value.isZero() ? "0" : value.toFixed());
