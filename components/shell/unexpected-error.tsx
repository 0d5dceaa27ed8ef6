"use client";

import { createContext, type ReactNode, useContext } from "react";

import { Button } from "#components/ui/button.tsx";
import { supportLine } from "#components/ui/form-texts.ts";
import { Standalone } from "./standalone.tsx";

export interface UnexpectedErrorTexts {
  readonly title: string;
  readonly sentence: string;
  readonly again: string;
  /** With `{code}` and `{requestId}` in it. */
  readonly support: string;
}

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
  return (
    <Standalone>
      <div role="alert" className="space-y-6">
        <h1 className="text-heading sm:text-display">{texts.title}</h1>
        <p className="text-lead text-quiet">{texts.sentence}</p>
        <Button type="button" variant="primary" onClick={() => retry()}>
          {texts.again}
        </Button>
        <p className="text-quiet text-small">{supportLine(texts.support, "internal", digestOf(error))}</p>
      </div>
    </Standalone>
  );
}

/** The number under which the server logged the error; an error of the browser's own has none. */
export function digestOf(error: unknown): string {
  return error instanceof Error && "digest" in error && typeof error.digest === "string" ? error.digest : "–";
}
