import type { AccountKind } from "#lib/aspsp/records.ts";
import type { AccountId } from "#lib/kernel/id.ts";

interface Kept {
  readonly accountId: AccountId;
  readonly institutionId: string;
  readonly kind: AccountKind;
  /** The bank told instruments of it, whatever it calls the account. */
  readonly holdsPositions: boolean;
}

/**
 * The accounts whose return is reckoned together: those that hold instruments, and the money accounts of an
 * institution that keeps such an account too, so that what moves between them at a trade cancels. Money elsewhere is
 * wealth and no investment; cards and loans are neither.
 */
export function investmentAccounts(accounts: readonly Kept[]): readonly AccountId[] {
  const holdsInstruments = ({ kind, holdsPositions }: Kept) => kind === "custody" || holdsPositions;
  const custodians = new Set(accounts.filter(holdsInstruments).map((one) => one.institutionId));
  const isMoneyBeside = ({ kind, institutionId }: Kept) =>
    (kind === "current" || kind === "savings") && custodians.has(institutionId);
  return accounts.filter((one) => holdsInstruments(one) || isMoneyBeside(one)).map((one) => one.accountId);
}
