import "server-only";

import { webConfig } from "#lib/config/web-config.ts";
import { AppError } from "#lib/kernel/errors.ts";

/** Refuses what only the demo offers, in every other installation, as if it did not exist. */
export function requireDemo(): void {
  if (!webConfig().demo) throw new AppError("request.not_found");
}

/** What the demo adds to its pages; `null` in every other installation. */
export function demo(): { readonly phoneUrl: string } | null {
  const { demo } = webConfig();
  return demo?.phoneUrl ? { phoneUrl: demo.phoneUrl } : null;
}
