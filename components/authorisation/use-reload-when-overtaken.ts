"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

import type { ActionState } from "#lib/kernel/action-state.ts";

const overtaken: ReadonlySet<string> = new Set([
  "authorisation.stale",
  "authorisation.gone",
  "authorisation.not_found",
]);

/** What was answered is no longer what is asked: the page looks again by itself. */
export function useReloadWhenOvertaken(state: ActionState<unknown>): void {
  const router = useRouter();
  useEffect(() => {
    if (state.status === "failed" && overtaken.has(state.code)) router.refresh();
  }, [state, router]);
}
