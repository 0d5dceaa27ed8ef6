import "server-only";

import { webConfig } from "#lib/config/web-config.ts";

/** What the demo adds to its pages; `null` in every other installation. */
export function demo(): { readonly phoneUrl: string } | null {
  const { demo } = webConfig();
  return demo?.phoneUrl ? { phoneUrl: demo.phoneUrl } : null;
}
