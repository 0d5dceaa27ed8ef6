import type { Consent } from "../consent-model.ts";
import type { ApiCall } from "./api.ts";
import { formatError, TppError } from "./tpp-error.ts";

export type ChosenApproach = Pick<Consent, "approach" | "viaOAuth">;

/** Words come first, then what the person can do at all, then what the caller would like. */
export function chooseApproach(call: ApiCall): ChosenApproach {
  const prefersPage = call.header("tpp-redirect-preferred")?.toLowerCase() === "true";
  const prefersPhone = call.header("tpp-decoupled-preferred")?.toLowerCase() === "true";
  const asksOAuth = call.speaks("oauth");
  const viaOAuth = asksOAuth || call.bank.redirectsByOAuth;
  const needsPage = call.speaks("redirect") || call.speaks("confirm") || call.login?.person.onlyOnBankPage;
  if (asksOAuth || needsPage) return { approach: "REDIRECT", viaOAuth };
  if (call.speaks("decoupled")) return { approach: "DECOUPLED", viaOAuth: false };
  if (prefersPage) return { approach: "REDIRECT", viaOAuth };
  return { approach: prefersPhone ? "DECOUPLED" : "EMBEDDED", viaOAuth: false };
}

export function judgeApproach({
  approach,
  redirectUri,
  access,
}: Pick<Consent, "approach" | "redirectUri" | "access">): void {
  if (approach === "REDIRECT" && redirectUri === null)
    throw formatError("TPP-Redirect-URI is needed", "TPP-Redirect-URI");
  if (approach !== "REDIRECT" && access.kind === "personPicks") {
    throw new TppError(400, "SERVICE_INVALID", "Accounts can be left to the person on the bank's page only", {
      path: "access",
    });
  }
}

/** Where a browser may be sent back to: an address that a browser opens, and nothing else. */
export function redirectHeader(call: ApiCall, name: string): string | null {
  const given = call.header(name);
  if (given === null) return null;
  const url = URL.canParse(given) ? new URL(given) : null;
  if (!url || !["https:", "http:"].includes(url.protocol) || url.username !== "") {
    throw formatError(`${name} is no web address`, name);
  }
  return given;
}
