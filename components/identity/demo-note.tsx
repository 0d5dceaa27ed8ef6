import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

import { Notice } from "#components/ui/notice.tsx";

export interface DemoNoteProps {
  readonly demo: { readonly phoneUrl: string };
  readonly children: ReactNode;
}

/** Says that this is the demonstration, and leads to the phone where its messages arrive. */
export function DemoNote({ demo, children }: DemoNoteProps) {
  const t = useTranslations("common");
  return (
    <Notice tone="info" word={t("demoTitle")}>
      <p>{children}</p>
      <p>
        <a href={demo.phoneUrl} className="text-accent underline underline-offset-4 hover:decoration-2">
          {t("openPhone")}
        </a>
      </p>
    </Notice>
  );
}
