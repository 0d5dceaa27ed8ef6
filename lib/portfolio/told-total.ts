/**
 * What a custodian calls the total of what it holds, by ISO 15022's qualifiers in a statement of holdings: of the
 * statement, and of its only page. It is beside what is held and never added to it.
 */
const totals = ["HOLS", "HOLP"];

export const isTotal = (balanceType: string): boolean => totals.includes(balanceType);

export const totalRank = (balanceType: string): number => totals.indexOf(balanceType);
