/** ISO 13616: the check digits that make an IBAN of a country code and a national number. */
function ibanOf(country: string, national: string): string {
  return `${country}${String(98n - remainder(`${national}${country}00`)).padStart(2, "0")}${national}`;
}

function remainder(text: string): bigint {
  const figures = [...text].map((character) => Number.parseInt(character, 36)).join("");
  return BigInt(figures) % 97n;
}

const weights = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6];

/** Spain's own check digits: one over bank and branch, one over the account. */
export function spanishIban(bank: string, branch: string, account: number): string {
  const accountFigures = String(account).padStart(10, "0");
  const check = checkDigit(`00${bank}${branch}`) + checkDigit(accountFigures);
  return ibanOf("ES", `${bank}${branch}${check}${accountFigures}`);
}

function checkDigit(figures: string): string {
  const sum = weights.reduce((total, weight, at) => total + weight * Number(figures[at]), 0);
  const digit = 11 - (sum % 11);
  return String(digit === 11 ? 0 : digit === 10 ? 1 : digit);
}

/** Switzerland has no check digits of its own. */
export const swissIban = (clearing: string, account: number): string =>
  ibanOf("CH", `${clearing}${String(account).padStart(12, "0")}`);
