"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";

import type { AuthorisationView } from "#lib/authorisation/view.ts";
import { keyOf } from "./step-actions.ts";

export interface LiveAuthorisationProps {
  readonly eventsHref: string;
  /** What the page shows now. */
  readonly shown: string;
  /** What is read out when it changes. */
  readonly announcement: string;
}

/** How often the page is read anew where nothing can be heard live, in milliseconds. */
const lookAgainMs = 5_000;
const failuresBorne = 3;

/** Reads the page anew whenever the bank has gone on, says so, and puts the focus into what is asked next. */
export function LiveAuthorisation({ eventsHref, shown, announcement }: LiveAuthorisationProps) {
  const router = useRouter();
  const current = useRef(shown);
  useEffect(() => {
    if (current.current === shown) return;
    current.current = shown;
    // Only where the focus was lost with what had it: whoever is elsewhere on the page stays there.
    if (document.activeElement !== document.body) return;
    document.querySelector<HTMLElement>("[data-first]:not([hidden])")?.focus();
  }, [shown]);

  useEffect(() => {
    let failures = 0;
    let looking: ReturnType<typeof setInterval> | undefined;
    const source = new EventSource(eventsHref);
    const look = () => router.refresh();
    source.addEventListener("authorisation", (event: MessageEvent<string>) => {
      failures = 0;
      if (keyOf(JSON.parse(event.data) as AuthorisationView) !== current.current) look();
    });
    source.addEventListener("over", () => {
      source.close();
      look();
    });
    source.addEventListener("signedOut", () => window.location.reload());
    source.addEventListener("error", () => {
      failures += 1;
      if (source.readyState === EventSource.CLOSED || failures >= failuresBorne) {
        source.close();
        looking ??= setInterval(look, lookAgainMs);
      }
    });
    return () => {
      source.close();
      clearInterval(looking);
    };
  }, [eventsHref, router]);

  return (
    <p role="status" className="sr-only">
      {announcement}
    </p>
  );
}
