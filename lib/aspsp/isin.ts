/** ISO 6166: the identifier if its check digit fits, and `null` of whatever else stands where one should. */
export function toIsin(written: string): string | null {
  const isin = written.trim().toUpperCase();
  if (!/^[A-Z]{2}[A-Z0-9]{9}\d$/.test(isin)) return null;
  const digits = [...isin].map((character) => Number.parseInt(character, 36)).join("");
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const weighed = Number(digit) * (place % 2 === 0 ? 1 : 2);
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return sum % 10 === 0 ? isin : null;
}
