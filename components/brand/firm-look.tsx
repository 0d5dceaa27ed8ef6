import { headers } from "next/headers";
import type { ReactNode } from "react";

import { accentKeyOf, accentStylesheet } from "./accent-stylesheet.ts";

export interface FirmLookProps {
  readonly accent: string | null;
  readonly children: ReactNode;
}

/** Paints everything inside in the firm's accent. */
export function FirmLook({ accent, children }: FirmLookProps) {
  const key = accentKeyOf(accent);
  return (
    <div data-accent={key ?? undefined} className="flex min-h-dvh flex-col accent-accent">
      {key ? <AccentSheet accentKey={key} /> : null}
      {children}
    </div>
  );
}

/**
 * A whole document brings the sheet with it, under the nonce of its own policy. A page that is reached without a reload
 * stands under the nonce of the document before it, so it names the sheet, which the browser then keeps for a year.
 */
async function AccentSheet({ accentKey }: { readonly accentKey: string }) {
  const asked = await headers();
  const nonce = asked.get("x-nonce");
  if (nonce === null || asked.get("sec-fetch-dest") !== "document")
    return <link rel="stylesheet" href={`/brand/${accentKey}`} precedence="brand" />;
  return <style nonce={nonce}>{accentStylesheet(accentKey)}</style>;
}
