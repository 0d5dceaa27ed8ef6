"use client";

import { LoaderCircle } from "lucide-react";
import { useLinkStatus } from "next/link";

/**
 * Says that the link it stands in has been followed and its page is on the way, once that takes longer than 200 ms.
 * There is no `loading.tsx`: streamed behind one, a page would need script to appear at all.
 */
export function PendingMark({ label }: { readonly label: string }) {
  const { pending } = useLinkStatus();
  return pending ? (
    <LoaderCircle
      role="img"
      aria-label={label}
      className="appears-late absolute -right-1 size-3.5 motion-safe:animate-none"
    />
  ) : null;
}
