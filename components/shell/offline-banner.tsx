"use client";

import { WifiOff } from "lucide-react";
import { useSyncExternalStore } from "react";

function subscribe(changed: () => void) {
  window.addEventListener("online", changed);
  window.addEventListener("offline", changed);
  return () => {
    window.removeEventListener("online", changed);
    window.removeEventListener("offline", changed);
  };
}

/** Says, while it lasts, that the browser has lost its connection. */
export function OfflineBanner({ text }: { readonly text: string }) {
  const online = useSyncExternalStore(
    subscribe,
    () => navigator.onLine,
    () => true,
  );
  return (
    <div role="status" className="no-print fixed inset-x-0 bottom-0 z-30">
      {online ? null : (
        <p className="flex items-start justify-center gap-3 border-caution border-t-2 bg-raised px-5 py-3 text-ink">
          <WifiOff aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-caution" />
          {text}
        </p>
      )}
    </div>
  );
}
