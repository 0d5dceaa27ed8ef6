/** Fields that a form carries along. One without a value is left out. */
export function HiddenFields({ values }: { readonly values?: Readonly<Record<string, string | null>> }) {
  return Object.entries(values ?? {}).map(([name, value]) =>
    value === null ? null : <input key={name} type="hidden" name={name} value={value} />,
  );
}
