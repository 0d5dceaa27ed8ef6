/** What a form leaves as it is, from an address as it would be without what the form asks. */
export function KeptFields({ query }: { readonly query: string }) {
  return [...new URLSearchParams(query)].map(([name, value]) => (
    <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
  ));
}
