"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

/** Reads the page anew while something goes on that nobody waits for at this page; not while the page is not seen. */
export function LookAgain({ everyMs, reload }: { readonly everyMs: number; readonly reload: string }) {
  const router = useRouter();
  useEffect(() => {
    const look = setInterval(() => {
      if (document.visibilityState === "visible") router.refresh();
    }, everyMs);
    return () => clearInterval(look);
  }, [everyMs, router]);
  return (
    <noscript>
      <meta httpEquiv="refresh" content={reload} />
    </noscript>
  );
}
