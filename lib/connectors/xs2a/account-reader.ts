import type { BankReader } from "#lib/aspsp/bank-access.ts";
import type { Xs2aInstitution } from "./xs2a-institution.ts";

/** Reads the accounts of one bank under one grant. */
export interface AccountReader extends BankReader {
  readonly institution: Xs2aInstitution;
  readonly now: () => Date;
}
