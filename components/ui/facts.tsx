import type { ReactNode } from "react";

export interface FactsProps {
  readonly facts: readonly { readonly term: string; readonly fact: ReactNode }[];
}

/** A few facts about one thing, side by side where there is room. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl className="grid gap-x-8 gap-y-2 text-small sm:grid-cols-3">
      {facts.map(({ term, fact }) => (
        <div key={term} className="max-sm:flex max-sm:justify-between max-sm:gap-4">
          <dt className="text-quiet">{term}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere] max-sm:text-end">{fact}</dd>
        </div>
      ))}
    </dl>
  );
}
