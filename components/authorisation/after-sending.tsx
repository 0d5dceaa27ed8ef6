import type { ReactNode } from "react";

/** Stands where a button was pressed. A browser without script looks by itself for what the bank says to it. */
export function AfterSending({ children }: { readonly children?: ReactNode }) {
  return (
    <>
      {children ? <p className="px-5 py-2.5 text-quiet">{children}</p> : null}
      <noscript>
        <meta httpEquiv="refresh" content="2" />
      </noscript>
    </>
  );
}
