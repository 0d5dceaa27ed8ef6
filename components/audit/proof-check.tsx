"use client";

import { CircleAlert, CircleCheck, CircleHelp } from "lucide-react";
import { type ReactNode, useState } from "react";

import { Button } from "#components/ui/button.tsx";
import { checkProof, type ProofCheck, type StepResult } from "./check-proof.ts";

export interface ProofCheckTexts {
  readonly check: string;
  readonly again: string;
  readonly checking: string;
  readonly inclusion: Readonly<Record<"right" | "wrong", string>>;
  readonly signature: Readonly<Record<StepResult, string>>;
  readonly failed: string;
  readonly notYet: string;
  readonly place: string;
  readonly size: string;
  readonly leafHash: string;
  readonly root: string;
  readonly key: string;
  readonly compare: string;
}

export interface ProofCheckButtonProps {
  /** The entry's own bytes, as they stand on the page. */
  readonly entry: string;
  readonly proofHref: string;
  readonly keysHref: string;
  readonly texts: ProofCheckTexts;
}

type Outcome = ProofCheck | "failed" | "notYet";

/** Fetches the proof and the key and checks them here: whether it is right is not for the server to say. */
export function ProofCheckButton({ entry, proofHref, keysHref, texts }: ProofCheckButtonProps) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [pending, setPending] = useState(false);
  const check = async (): Promise<void> => {
    setPending(true);
    setOutcome(await outcomeOf(entry, proofHref, keysHref));
    setPending(false);
  };
  return (
    <div className="space-y-4">
      <Button
        type="button"
        variant="secondary"
        pending={pending}
        pendingLabel={texts.checking}
        onClick={() => void check()}
      >
        {outcome === null ? texts.check : texts.again}
      </Button>
      <div role="status" className="space-y-3">
        {outcome === "failed" || outcome === "notYet" ? <Step result="unknown">{texts[outcome]}</Step> : null}
        {outcome !== null && typeof outcome === "object" ? <Found check={outcome} texts={texts} /> : null}
      </div>
    </div>
  );
}

async function outcomeOf(entry: string, proofHref: string, keysHref: string): Promise<Outcome> {
  try {
    const [proof, keys] = await Promise.all([fetch(proofHref), fetch(keysHref)]);
    if (proof.status === 404) return "notYet";
    if (!proof.ok || !keys.ok) return "failed";
    return await checkProof({ entry, proof: await proof.text(), keys: await keys.text() });
  } catch {
    return "failed";
  }
}

function Found({ check, texts }: { readonly check: ProofCheck; readonly texts: ProofCheckTexts }) {
  const { inclusion, signature, index, size, leafHash, root, key } = check;
  return (
    <>
      <Step result={inclusion}>{texts.inclusion[inclusion === "right" ? "right" : "wrong"]}</Step>
      <Step result={signature}>{texts.signature[signature]}</Step>
      <dl className="grid gap-x-8 text-small sm:gap-y-2 sm:grid-cols-[auto_minmax(0,1fr)]">
        <Fact term={texts.place}>{index}</Fact>
        <Fact term={texts.size}>{size}</Fact>
        <Fact term={texts.leafHash}>{leafHash}</Fact>
        <Fact term={texts.root}>{root}</Fact>
        {key ? <Fact term={texts.key}>{key}</Fact> : null}
      </dl>
      {key ? <p className="max-w-[42rem] text-small">{texts.compare}</p> : null}
    </>
  );
}

const looks = {
  right: { Icon: CircleCheck, colour: "text-good" },
  wrong: { Icon: CircleAlert, colour: "text-danger" },
  unknown: { Icon: CircleHelp, colour: "text-caution" },
} as const;

function Step({ result, children }: { readonly result: StepResult; readonly children: ReactNode }) {
  const { Icon, colour } = looks[result];
  return (
    <p className={`flex max-w-[42rem] items-start gap-2 font-semibold ${colour}`}>
      <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
      {children}
    </p>
  );
}

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-quiet">{term}</dt>
      <dd className="max-sm:pb-2">
        <code className="break-all">{children}</code>
      </dd>
    </>
  );
}
