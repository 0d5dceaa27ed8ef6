import { Mark } from "#components/brand/mark.tsx";

export interface NamedBankProps {
  readonly bank: string;
  readonly logo: string | null;
}

/** The bank's mark and name, above what it asks. */
export function NamedBank({ bank, logo }: NamedBankProps) {
  return (
    <p className="flex items-center gap-3">
      <Mark of="bank" name={bank} logo={logo} />
      <span className="min-w-0 font-semibold [overflow-wrap:anywhere]">{bank}</span>
    </p>
  );
}
