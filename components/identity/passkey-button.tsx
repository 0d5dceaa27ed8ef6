"use client";

import { startAuthentication } from "@simplewebauthn/browser";
import { KeyRound } from "lucide-react";

import { Button } from "#components/ui/button.tsx";
import type { ButtonVariant } from "#components/ui/button-class.ts";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import type { BeginPasskey, FinishPasskey } from "./passkey-actions.ts";
import type { PasskeyTexts } from "./passkey-texts.ts";
import { usePasskeyCeremony } from "./use-passkey-ceremony.ts";

export interface PasskeyButtonProps {
  readonly begin: BeginPasskey;
  readonly finish: FinishPasskey;
  readonly next: string | null;
  readonly label: string;
  readonly variant: ButtonVariant;
  readonly texts: PasskeyTexts;
}

/** Proves a person by a passkey. It needs script, and is not shown without. */
export function PasskeyButton({ begin, finish, next, label, variant, texts }: PasskeyButtonProps) {
  const { state, pending, supported, ready, run } = usePasskeyCeremony(texts);
  if (!supported) return null;

  const prove = () =>
    run(async () => {
      const begun = await begin();
      if (begun.status !== "done") return begun;
      const { challengeId, options } = begun.value;
      return finish({ challengeId, response: await startAuthentication({ optionsJSON: options }), next });
    });

  return (
    <div className="needs-script space-y-3">
      <FailureNotice state={state} texts={texts} />
      <Button
        type="button"
        variant={variant}
        pending={pending}
        pendingLabel={texts.waiting}
        disabled={!ready}
        onClick={prove}
        wide
      >
        <span className="inline-flex items-center gap-2">
          <KeyRound aria-hidden="true" className="size-5 shrink-0" />
          {label}
        </span>
      </Button>
    </div>
  );
}
