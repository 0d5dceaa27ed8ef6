import type { ReactNode } from "react";

export interface OnDemandProps {
  readonly summary: ReactNode;
  readonly children: ReactNode;
}

/** What stands one tap away, without script. */
export function OnDemand({ summary, children }: OnDemandProps) {
  return (
    <details className="text-small">
      <summary className="inline-flex min-h-7 items-center text-accent underline underline-offset-4">
        {summary}
      </summary>
      <div className="space-y-1 pt-1 pb-2 text-start text-quiet">{children}</div>
    </details>
  );
}
