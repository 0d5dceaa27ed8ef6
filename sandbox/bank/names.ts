/** The invented retail bank, as the demo's list of institutions names it. */
export const retailBank = { name: "Banco Ardelva", bic: "ARDVESM0" } as const;
