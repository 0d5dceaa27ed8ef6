"use client";

import { unstable_rethrow } from "next/navigation";
import { useRef, useState, useTransition } from "react";

import { type ActionState, idle } from "#lib/kernel/action-state.ts";
import type { ErrorCode } from "#lib/kernel/errors.ts";
import type { SealingOffer } from "#lib/vault/view.ts";
import type { CredentialTexts } from "./credential-texts.ts";
import { mayPass, type OfferSealing, type Sealed, type Stored, type StoreSealed } from "./hand-over.ts";
import { sealCredential, UntrustedKey } from "./seal-credential.ts";

export interface HandOver {
  readonly institutionId: string;
  readonly offer: OfferSealing;
  readonly store: StoreSealed;
  readonly texts: CredentialTexts;
}

type Outcome = ActionState<Stored>;

/**
 * Seals what was typed and hands over the sealed form. What is typed is an argument and nothing that React keeps;
 * once it is sealed, `forget` empties the fields, and a new attempt sends the same sealed form. One offer is used
 * until its fate is known, so that a lost answer never makes two of one access.
 */
export function useHandOver({ institutionId, offer, store, texts }: HandOver) {
  const [state, setState] = useState<Outcome>(idle);
  const [isLocked, setLocked] = useState(false);
  const [pending, startTransition] = useTransition();
  const busy = useRef(false);
  const offered = useRef<SealingOffer | null>(null);
  const sealed = useRef<Sealed | null>(null);

  const failed = (code: ErrorCode, title: string): Outcome => ({
    status: "failed",
    code,
    title,
    requestId: "–",
    values: {},
  });

  async function seal(fields: Readonly<Record<string, string>>): Promise<Outcome | Sealed> {
    if (!offered.current) {
      const answer = await offer({ institutionId });
      if (answer.status !== "done") return answer;
      offered.current = answer.value;
    }
    const { sealingId } = offered.current;
    try {
      return { sealingId, sealed: await sealCredential(offered.current, fields, new Date()) };
    } catch (cause) {
      offered.current = null;
      return cause instanceof UntrustedKey
        ? failed("vault.key_untrusted", texts.keyUntrusted)
        : failed("vault.browser_unsupported", texts.browserUnsupported);
    }
  }

  async function handOver(): Promise<Outcome> {
    if (!sealed.current) return idle;
    const outcome = await store(sealed.current);
    if (outcome.status === "done" || mayPass(outcome)) return outcome;
    [offered.current, sealed.current] = [null, null];
    return outcome;
  }

  function attempt(work: () => Promise<Outcome>): void {
    if (busy.current) return;
    busy.current = true;
    startTransition(async () => {
      const outcome = await work().catch((cause: unknown): Outcome => {
        // `redirect()` works by throwing; it is not a failure.
        unstable_rethrow(cause);
        return failed("system.unavailable", texts.unreachable);
      });
      startTransition(() => {
        setState(outcome);
        setLocked(sealed.current !== null);
      });
      // The next page is loaded anew and takes this one's place, so that nothing of it stays in memory or behind "back".
      if (outcome.status === "done") window.location.replace(outcome.value.next);
      else busy.current = false;
    });
  }

  return {
    state,
    isLocked: isLocked && state.status === "failed",
    pending: pending || state.status === "done",
    submit: (fields: Readonly<Record<string, string>>, forget: () => void) =>
      attempt(async () => {
        const outcome = await seal(fields);
        if ("status" in outcome) return outcome;
        sealed.current = outcome;
        forget();
        return handOver();
      }),
    again: () => attempt(handOver),
    retype: () => {
      sealed.current = null;
      setLocked(false);
      setState(idle);
    },
  };
}
