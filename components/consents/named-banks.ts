import type { ConsentBankView } from "#lib/connections/view.ts";

export interface NamedBank extends ConsentBankView {
  /** As the operator lists it. */
  readonly bank: string;
}

export interface NamedBanks {
  readonly banks: readonly NamedBank[];
  /** False while what the banks call the accounts cannot be opened. */
  readonly areNamed: boolean;
}

/** When any of the banks was last asked for data; `null` while none was. */
export const lastUseOf = ({ banks }: NamedBanks): string | null =>
  banks
    .flatMap(({ lastUsedAt }) => lastUsedAt ?? [])
    .toSorted()
    .at(-1) ?? null;
