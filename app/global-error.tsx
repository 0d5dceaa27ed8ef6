"use client";

import { lastResortTexts } from "#components/shell/last-resort-texts.ts";
import { Standalone } from "#components/shell/standalone.tsx";
import { digestOf, type UnexpectedErrorProps } from "#components/shell/unexpected-error.tsx";
import { Button } from "#components/ui/button.tsx";
import { fontClasses } from "./fonts.ts";
import "./globals.css";

/** Replaces the whole document when its frame has failed. */
export default function GlobalErrorPage({ error, retry }: UnexpectedErrorProps) {
  const texts = lastResortTexts(typeof navigator === "undefined" ? [] : navigator.languages);
  return (
    <html lang={texts.locale} className={fontClasses}>
      <body>
        <title>{texts.title}</title>
        <Standalone>
          <div role="alert" className="space-y-6">
            <h1 className="text-heading sm:text-display">{texts.title}</h1>
            <p className="text-lead text-quiet">{texts.sentence}</p>
            <Button type="button" variant="primary" onClick={() => retry()}>
              {texts.again}
            </Button>
            <p className="text-quiet text-small">internal · {digestOf(error)}</p>
          </div>
        </Standalone>
      </body>
    </html>
  );
}
