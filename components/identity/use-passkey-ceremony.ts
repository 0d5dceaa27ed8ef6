"use client";

import { browserSupportsWebAuthn } from "@simplewebauthn/browser";
import { unstable_rethrow } from "next/navigation";
import { useState, useSyncExternalStore, useTransition } from "react";

import type { ActionState } from "#lib/kernel/action-state.ts";
import type { PasskeyTexts } from "./passkey-texts.ts";

const never = () => () => {};

/**
 * Runs begin, the browser's own dialog, and finish, and then opens the page that finish names. It loads that page
 * anew, so that nothing of the time before sign-in stays in memory.
 */
export function usePasskeyCeremony(texts: PasskeyTexts) {
  const [state, setState] = useState<ActionState<{ next: string }>>({ status: "idle" });
  const [pending, startTransition] = useTransition();
  const supported = useSyncExternalStore(never, browserSupportsWebAuthn, () => true);
  // A press before the script has arrived would be lost without a word, so the button waits for it.
  const ready = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

  function run(ceremony: () => Promise<ActionState<{ next: string }>>) {
    if (pending || state.status === "done") return;
    startTransition(async () => {
      const result = await ceremony().catch((cause: unknown) => failure(cause, texts));
      startTransition(() => setState(result));
      if (result.status === "done") window.location.assign(result.value.next);
    });
  }

  return { state, pending: pending || state.status === "done", supported, ready, run };
}

function failure(cause: unknown, texts: PasskeyTexts): ActionState<never> {
  unstable_rethrow(cause);
  const failed = (
    title: string,
    code: "auth.passkey_rejected" | "system.unavailable",
  ): ActionState<never> => ({
    status: "failed",
    code,
    title,
    requestId: "–",
    values: {},
  });
  const name = cause instanceof Error ? cause.name : "";
  if (name === "InvalidStateError") return failed(texts.known, "auth.passkey_rejected");
  // The names that WebAuthn gives to a dialog that was closed, timed out or interrupted.
  if (["NotAllowedError", "AbortError", "WebAuthnError"].includes(name)) {
    return failed(texts.cancelled, "auth.passkey_rejected");
  }
  return failed(texts.unreachable, "system.unavailable");
}
