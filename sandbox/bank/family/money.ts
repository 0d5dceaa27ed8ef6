const digits: Readonly<Record<string, number>> = { JPY: 0 };

export function fractionDigits(currency: string): number {
  return digits[currency] ?? 2;
}

/** A decimal as it goes over the wire. Inside the bank every amount is a whole number of minor units. */
export function decimalOf(minor: bigint, currency: string): string {
  const places = fractionDigits(currency);
  const figures = String(minor < 0n ? -minor : minor).padStart(places + 1, "0");
  const sign = minor < 0n ? "-" : "";
  if (places === 0) return sign + figures;
  return `${sign}${figures.slice(0, -places)}.${figures.slice(-places)}`;
}

const rateScale = 10_000n;

/** Rates are whole ten-thousandths, so that no float ever touches money. Halves are rounded away from zero. */
export function convert(minor: bigint, rateTenThousandths: bigint): bigint {
  const product = minor * rateTenThousandths;
  const half = product < 0n ? -rateScale / 2n : rateScale / 2n;
  return (product + half) / rateScale;
}

export function rateText(rateTenThousandths: bigint): string {
  const figures = String(rateTenThousandths).padStart(5, "0");
  return `${figures.slice(0, -4)}.${figures.slice(-4)}`;
}
