import { useTranslations } from "next-intl";

import { Badge } from "#components/ui/badge.tsx";
import type { ConnectionView } from "#lib/connections/view.ts";

const tones = {
  linking: "caution",
  unlinked: "caution",
  choosing: "caution",
  active: "good",
  confirm: "caution",
  credential: "caution",
  ended: "neutral",
} as const;

/** How one access at a bank stands, in a word. `null` is one that was never connected. */
export function ConnectionBadge({ connection }: { readonly connection: ConnectionView | null }) {
  const t = useTranslations("connection.states");
  const word = wordFor(connection);
  return <Badge tone={tones[word]}>{t(word)}</Badge>;
}

function wordFor(connection: ConnectionView | null): keyof typeof tones {
  if (!connection) return "unlinked";
  const { state, needs, authorisationId } = connection;
  if (state === "ended") return "ended";
  if (needs) return needs;
  return state === "linking" && !authorisationId ? "unlinked" : state;
}
