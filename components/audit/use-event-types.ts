import { useLocale, useMessages } from "next-intl";

/** Every type of event that has a name, by these names in the reader's language. */
export function useEventTypes(): readonly { readonly value: string; readonly label: string }[] {
  const { audit } = useMessages() as {
    readonly audit: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  const { compare } = new Intl.Collator(useLocale());
  return Object.entries(audit)
    .flatMap(([context, names]) =>
      Object.entries(names).map(([name, label]) => ({ value: `${context}.${name}`, label })),
    )
    .sort((a, b) => compare(a.label, b.label));
}
