import type { ReactNode } from "react";

/** The frame of a page that nobody's shell is around: what was looked for does not exist, or could not be shown. */
export function Standalone({ children }: { readonly children: ReactNode }) {
  return (
    <main id="content" className="mx-auto w-full max-w-journey px-5 pt-16 pb-16 sm:pt-24">
      {children}
    </main>
  );
}
