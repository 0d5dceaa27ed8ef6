import type { ReactNode } from "react";

export function PageHeading({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <header className="space-y-3">
      <h1 className="text-balance text-heading [overflow-wrap:anywhere] sm:text-display">{title}</h1>
      {children ? <div className="max-w-[42rem] text-lead text-quiet">{children}</div> : null}
    </header>
  );
}
