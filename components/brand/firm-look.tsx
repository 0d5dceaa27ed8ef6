import type { ReactNode } from "react";

import { accentKeyOf } from "#lib/kernel/accent-stylesheet.ts";

export interface FirmLookProps {
  readonly accent: string | null;
  readonly children: ReactNode;
}

/** Paints everything inside in the firm's accent. */
export function FirmLook({ accent, children }: FirmLookProps) {
  const key = accentKeyOf(accent);
  return (
    <div data-accent={key ?? undefined} className="flex min-h-dvh flex-col accent-accent">
      {key ? <link rel="stylesheet" href={`/brand/${key}`} precedence="brand" /> : null}
      {children}
    </div>
  );
}
