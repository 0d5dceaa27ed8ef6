"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

import { formatSpan } from "#lib/kernel/format.ts";
import type { Locale } from "#lib/kernel/locale.ts";

export interface DeadlineProps {
  /** In seconds, by the server's clock when the page was made: the browser's own may be wrong. */
  readonly secondsLeft: number;
  /** With `{time}` in it. */
  readonly left: string;
  readonly up: string;
  readonly locale: Locale;
}

/** The bank's deadline in words and as a bar. Without script it stands as it was when the page was made. */
export function Deadline({ secondsLeft, left, up, locale }: DeadlineProps) {
  const router = useRouter();
  const [[total, seconds], setSpan] = useState([secondsLeft, secondsLeft]);
  const isUp = seconds <= 0;
  useEffect(() => {
    const began = performance.now();
    const tick = setInterval(() => {
      const passed = (performance.now() - began) / 1_000;
      setSpan([secondsLeft, Math.max(0, Math.ceil(secondsLeft - passed))]);
    }, 1_000);
    return () => clearInterval(tick);
  }, [secondsLeft]);
  useEffect(() => {
    if (!isUp) return;
    const look = setTimeout(() => router.refresh(), 1_500);
    return () => clearTimeout(look);
  }, [isUp, router]);

  return (
    <div className="space-y-1.5">
      <p role="timer" className="text-quiet text-small tabular-nums" suppressHydrationWarning>
        {isUp ? up : left.replace("{time}", formatSpan(locale, seconds))}
      </p>
      <progress
        aria-hidden="true"
        value={seconds}
        max={Math.max(1, total)}
        className={`block h-1 w-full appearance-none overflow-hidden rounded-edge bg-line
          [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line
          [&::-webkit-progress-value]:bg-accent`}
      />
    </div>
  );
}
