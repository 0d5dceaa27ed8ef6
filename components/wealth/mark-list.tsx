import { useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import type { FigureView } from "#lib/portfolio/wealth-view.ts";

type Mark = Extract<FigureView, { kind: "known" }>["marks"][number];

const tones = {
  failed: "danger",
  stale: "caution",
  staleRate: "caution",
  estimated: "caution",
  pending: "neutral",
  joint: "neutral",
} as const satisfies Record<Mark, unknown>;

/** What a reader should know of a number, beside it: each in a word. */
export function MarkList({ marks }: { readonly marks: readonly Mark[] }) {
  const t = useTranslations("wealth.marks");
  return marks.map((mark) => (
    <Badge key={mark} tone={tones[mark]}>
      {t(mark)}
    </Badge>
  ));
}
