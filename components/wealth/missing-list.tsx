import type { MissingView } from "#lib/portfolio/wealth-view.ts";
import type { WealthNames } from "./names.ts";
import { missingKey, useMissingWords } from "./use-missing-words.ts";

export interface MissingListProps {
  readonly missing: readonly MissingView[];
  readonly names: WealthNames;
}

/** Everything that would be needed, each once. */
export function MissingList({ missing, names }: MissingListProps) {
  const wordsOf = useMissingWords(names);
  const once = [...new Map(missing.map((one) => [missingKey(one), one])).values()];
  return (
    <ul className="list-disc space-y-1 ps-5 text-small">
      {once.map((one) => (
        <li key={missingKey(one)} className="[overflow-wrap:anywhere]">
          {wordsOf(one)}
        </li>
      ))}
    </ul>
  );
}
