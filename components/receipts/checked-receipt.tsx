"use client";

import { useEffect, useRef } from "react";

import { Notice } from "#components/ui/notice.tsx";
import type { ReceiptCheckView } from "#lib/receipts/view.ts";
import type { CheckReceiptTexts } from "./check-receipt-texts.ts";

interface CheckedReceiptProps {
  readonly checked: ReceiptCheckView;
  readonly texts: CheckReceiptTexts;
}

/** What became of a check. The focus goes to it, so that it is read out and seen. */
export function CheckedReceipt({ checked, texts }: CheckedReceiptProps) {
  const notice = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new check takes the focus once
  useEffect(() => notice.current?.focus(), [checked]);

  if (checked.fault !== null) {
    return (
      <Notice ref={notice} role="alert" tone="danger" word={texts.wrong}>
        <p>{texts.faults[checked.fault]}</p>
      </Notice>
    );
  }
  return (
    <section className="space-y-6">
      <Notice ref={notice} role="status" tone="good" word={texts.right}>
        <p>{texts.rightBody}</p>
        <p>{checked.isProven ? texts.proven : texts.unproven}</p>
        <p className="text-small text-quiet">{texts.now}</p>
      </Notice>
      <div className="space-y-2">
        <p className="text-quiet text-small">{checked.issuer}</p>
        <h2 className="font-serif text-title">{checked.title}</h2>
        <p className="max-w-prose">{checked.lead}</p>
      </div>
      <dl className="divide-y divide-line border-line border-y">
        {checked.facts.map(({ term, lines }) => (
          <div key={term} className="grid gap-x-8 gap-y-1 py-3 sm:grid-cols-[12rem_1fr]">
            <dt className="text-quiet text-small">{term}</dt>
            <dd className="min-w-0 space-y-0.5 [overflow-wrap:anywhere]">
              {lines.map((line) => (
                <p key={line}>{line}</p>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
