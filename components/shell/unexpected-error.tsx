"use client";

import { createContext, type ReactNode, useContext } from "react";

import { Button } from "#components/ui/button.tsx";
import { supportLine } from "#components/ui/form-texts.ts";
import type { ErrorCode } from "#lib/kernel/errors.ts";
import { Standalone } from "./standalone.tsx";

export interface UnexpectedErrorTexts {
  readonly title: string;
  readonly sentence: string;
  /** While a database is away. */
  readonly outageTitle: string;
  readonly outage: string;
  readonly again: string;
  /** With `{code}` and `{requestId}` in it. */
  readonly support: string;
}

const outage: ErrorCode = "system.unavailable";

const Texts = createContext<UnexpectedErrorTexts | null>(null);

/** Hands the texts of the error page down to it: an error boundary is a client component and gets no props of ours. */
export function UnexpectedErrorTextsProvider(props: {
  readonly texts: UnexpectedErrorTexts;
  readonly children: ReactNode;
}) {
  return <Texts value={props.texts}>{props.children}</Texts>;
}

export interface UnexpectedErrorProps {
  readonly error: unknown;
  readonly retry: () => void;
}

export function UnexpectedError({ error, retry }: UnexpectedErrorProps) {
  const texts = useContext(Texts);
  if (!texts) return null;
  const isOutage = digestOf(error) === outage;
  const [code, number] = isOutage ? [outage, "–"] : ["internal", digestOf(error)];
  return (
    <Standalone>
      <div role="alert" className="space-y-6">
        <h1 className="text-heading sm:text-display">{isOutage ? texts.outageTitle : texts.title}</h1>
        <p className="text-lead text-quiet">{isOutage ? texts.outage : texts.sentence}</p>
        <Button type="button" variant="primary" onClick={() => retry()}>
          {texts.again}
        </Button>
        <p className="text-quiet text-small">{supportLine(texts.support, code, number)}</p>
      </div>
    </Standalone>
  );
}

/** The number under which the server logged the error; an error of the browser's own has none. */
export function digestOf(error: unknown): string {
  return error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : "–";
}
