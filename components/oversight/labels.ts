import { useTranslations } from "next-intl";
import type { ActRowView } from "#lib/oversight/view.ts";

type Kind = ActRowView["kind"];
type State = ActRowView["state"];

/** The kinds as the texts name them. */
export const kindKey = {
  "consents.terminate": "terminate",
  "credentials.delete": "delete",
  "advisor.offboard": "offboard",
} as const satisfies Record<Kind, string>;

export const actKinds = Object.keys(kindKey) as Kind[];

export const stateTone = {
  proposed: "caution",
  refused: "neutral",
  takenBack: "neutral",
  lapsed: "neutral",
  running: "caution",
  stopped: "danger",
  done: "good",
} as const satisfies Record<State, string>;

export const actStates = Object.keys(stateTone) as State[];

/** Why an act is done, in words; what has no word is shown as it was recorded. */
export function useReason(): (reason: string) => string {
  const t = useTranslations("oversight.reasons");
  return (reason) => {
    const key = reason as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : reason;
  };
}

/** Why something was passed over or failed: an error's own text, or one of the act's. */
export function useItemReason(): (reason: string) => string {
  const t = useTranslations("errors");
  const act = useTranslations("oversight.act");
  return (reason) => {
    if (reason === "namesOthersNow" || reason === "advisorIsBack") return act(reason);
    const key = reason as Parameters<typeof t>[0];
    return t.has(key) ? t(key) : reason;
  };
}
