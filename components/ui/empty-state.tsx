import type { ReactNode } from "react";

export interface EmptyStateProps {
  readonly title: string;
  /** What will be here, and the one act that brings it. */
  readonly children: ReactNode;
}

export function EmptyState({ title, children }: EmptyStateProps) {
  return (
    <div className="max-w-[42rem] space-y-2 rounded-edge border border-line bg-raised px-5 py-6">
      <p className="font-semibold text-lead">{title}</p>
      <div className="space-y-2 text-quiet">{children}</div>
    </div>
  );
}
