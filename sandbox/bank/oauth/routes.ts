import { createHash, timingSafeEqual } from "node:crypto";

import { jsonAnswer, seeOther } from "../../http/answer.ts";
import { type Route, route } from "../../http/routes.ts";
import { startAuthorisation } from "../authorisation.ts";
import type { Bank } from "../bank.ts";
import { statusOfConsent } from "../consent.ts";
import type { Consent } from "../consent-model.ts";
import { noticePage } from "../pages/notice-page.ts";
import type { OAuthRequest } from "../tickets.ts";
import type { Tokens } from "./grants.ts";

/** The part of the authorisation server that callers' machines speak to. */
export function oauthApiRoutes(bank: Bank): Route[] {
  return [
    route("GET", "/.well-known/oauth-authorization-server", () => jsonAnswer(metadata(bank))),
    route("POST", "/oauth/token", ({ request }) => token(bank, request)),
    route("POST", "/oauth/revoke", async ({ request }) => {
      const form = new URLSearchParams(await request.text());
      bank.oauth.revoke(form.get("token") ?? "");
      // RFC 7009, 2.2: an unknown token is answered like a known one.
      return new Response(null, { status: 200 });
    }),
  ];
}

/** RFC 8414. */
const metadata = ({ apiOrigin, pageOrigin }: Bank): object => ({
  issuer: apiOrigin,
  authorization_endpoint: `${pageOrigin}/oauth/authorize`,
  token_endpoint: `${apiOrigin}/oauth/token`,
  revocation_endpoint: `${apiOrigin}/oauth/revoke`,
  response_types_supported: ["code"],
  response_modes_supported: ["query"],
  grant_types_supported: ["authorization_code", "refresh_token"],
  code_challenge_methods_supported: ["S256"],
  token_endpoint_auth_methods_supported: ["none"],
  authorization_response_iss_parameter_supported: true,
});

/** Where a browser begins. Whoever is sent wrongly is told so here and goes nowhere else. */
export function authorizeRoute(bank: Bank): Route {
  return route("GET", "/oauth/authorize", ({ url }) => {
    const parameters = url.searchParams;
    const [, consentId = ""] = /^AIS:([\w-]+)$/.exec(parameters.get("scope") ?? "") ?? [];
    const consent = bank.consents.get(consentId);
    const problem = problemOf(bank, parameters, consent);
    if (problem !== null || !consent)
      return noticePage(bank, "This request cannot be answered", problem ?? "", 400);
    const authorisation = consent.authorisations.at(-1) ?? startAuthorisation(consent);
    const oauth: OAuthRequest = {
      clientId: parameters.get("client_id") ?? "",
      redirectUri: parameters.get("redirect_uri") ?? "",
      state: parameters.get("state") ?? "",
      codeChallenge: parameters.get("code_challenge") ?? "",
    };
    const errand = { consentId, authorisationId: authorisation.id, oauth };
    return seeOther(`/confirm/${bank.tickets.issue(errand)}`);
  });
}

function problemOf(bank: Bank, parameters: URLSearchParams, consent: Consent | undefined): string | null {
  const repeated = [...new Set(parameters.keys())].find((name) => parameters.getAll(name).length > 1);
  if (repeated) return `The parameter "${repeated}" is given twice.`;
  if (!consent?.viaOAuth) return "The scope names no consent that is given in this way.";
  if (parameters.get("redirect_uri") !== consent.redirectUri)
    return "The address to return to is not the one that the consent was asked for with.";
  if (!parameters.get("client_id")) return "The caller does not say who it is.";
  if (parameters.get("response_type") !== "code") return "Only codes are given.";
  if (parameters.get("code_challenge_method") !== "S256") return "PKCE with S256 is needed.";
  if (!/^[\w-]{43}$/.test(parameters.get("code_challenge") ?? "")) return "The PKCE challenge is malformed.";
  return statusOfConsent(bank, consent) === "received" ? null : "The consent has been decided already.";
}

async function token(bank: Bank, request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  const clientId = form.get("client_id") ?? "";
  switch (form.get("grant_type")) {
    case "authorization_code": {
      // Taken before the rest is looked at: a code tried with a wrong verifier is spent.
      const grant = bank.oauth.codes.take(form.get("code") ?? "");
      const fits =
        grant !== null &&
        grant.clientId === clientId &&
        grant.redirectUri === form.get("redirect_uri") &&
        provesChallenge(form.get("code_verifier") ?? "", grant.codeChallenge);
      return fits
        ? tokenAnswer(grant.consentId, bank.oauth.issue(grant.consentId, clientId))
        : refuse("invalid_grant");
    }
    case "refresh_token": {
      const renewed = bank.oauth.refresh(form.get("refresh_token") ?? "", clientId);
      return renewed ? tokenAnswer(renewed.consentId, renewed.tokens) : refuse("invalid_grant");
    }
    default:
      return refuse("unsupported_grant_type");
  }
}

/** RFC 7636, 4.6. */
function provesChallenge(verifier: string, challenge: string): boolean {
  if (!/^[\w.~-]{43,128}$/.test(verifier)) return false;
  const [made, given] = [createHash("sha256").update(verifier).digest(), Buffer.from(challenge, "base64url")];
  return made.length === given.length && timingSafeEqual(made, given);
}

const tokenAnswer = (consentId: string, tokens: Tokens): Response =>
  jsonAnswer({
    access_token: tokens.accessToken,
    refresh_token: tokens.refreshToken,
    token_type: "Bearer",
    expires_in: tokens.expiresInSeconds,
    scope: `AIS:${consentId}`,
  });

const refuse = (error: string): Response => jsonAnswer({ error }, 400);
