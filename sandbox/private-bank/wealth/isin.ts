/**
 * An ISIN of an invented instrument, its check digit right (ISO 6166). National numbers from 9990 0000 on have been
 * given to nothing.
 */
export function isinOf(country: string, number: number): string {
  const stem = `${country}9990${String(number).padStart(5, "0")}`;
  return `${stem}${checkDigit(stem)}`;
}

/** Luhn over the figures that the letters stand for. */
export function checkDigit(stem: string): number {
  const figures = [...stem].map((character) => Number.parseInt(character, 36)).join("");
  const sum = [...figures].reverse().reduce((total, figure, at) => {
    const value = Number(figure) * (at % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return (10 - (sum % 10)) % 10;
}
