import { randomBytes } from "node:crypto";

import { seeOther } from "../http/answer.ts";
import { type Route, route } from "../http/routes.ts";
import { choicePage, refusalPage } from "./page.ts";
import type { AuthorizeRequest, Provider } from "./provider.ts";

type Verdict =
  | { readonly kind: "valid"; readonly request: AuthorizeRequest }
  /** The client is known, so it is told. */
  | {
      readonly kind: "refused";
      readonly redirectUri: string;
      readonly state: string;
      readonly error: string;
      readonly reason: string;
    }
  /** RFC 6749, 4.1.2.1: with a wrong client or redirect address the person is told and nobody is redirected. */
  | { readonly kind: "untrusted"; readonly reason: string };

export function authorizeRoutes(provider: Provider): Route[] {
  const answer = (parameters: URLSearchParams, choose: (request: AuthorizeRequest) => Response) => {
    const verdict = judge(provider, parameters);
    if (verdict.kind === "untrusted") return refusalPage(verdict.reason);
    if (verdict.kind === "valid") return choose(verdict.request);
    return back(provider, verdict, { error: verdict.error, error_description: verdict.reason });
  };
  return [
    route("GET", "/idp/authorize", (call) =>
      answer(call.url.searchParams, (request) => choicePage(provider, request, call.url.searchParams)),
    ),
    route("POST", "/idp/authorize", async (call) => {
      const form = new URLSearchParams(await call.request.text());
      return answer(form, (request) => decide(provider, request, form));
    }),
  ];
}

/** RFC 6749 with what we demand beyond it: PKCE by S256, `state` and `nonce`, each parameter at most once. */
function judge(provider: Provider, parameters: URLSearchParams): Verdict {
  const redirectUri = parameters.get("redirect_uri") ?? "";
  const repeated = [...new Set(parameters.keys())].find((name) => parameters.getAll(name).length > 1);
  if (repeated) return { kind: "untrusted", reason: `The parameter "${repeated}" is given twice.` };
  if (parameters.get("client_id") !== provider.clientId)
    return { kind: "untrusted", reason: "The client is not known here." };
  if (!provider.redirects.includes(redirectUri)) {
    return { kind: "untrusted", reason: "The redirect address is not one that was registered." };
  }

  const state = parameters.get("state") ?? "";
  const nonce = parameters.get("nonce") ?? "";
  const codeChallenge = parameters.get("code_challenge") ?? "";
  const refuse = (error: string, reason: string): Verdict => ({
    kind: "refused",
    redirectUri,
    state,
    error,
    reason,
  });

  if (parameters.get("response_type") !== "code")
    return refuse("unsupported_response_type", "Only code is offered");
  if (!(parameters.get("scope") ?? "").split(" ").includes("openid"))
    return refuse("invalid_scope", "openid is needed");
  if (!state) return refuse("invalid_request", "state is needed");
  if (!nonce) return refuse("invalid_request", "nonce is needed");
  if (parameters.get("code_challenge_method") !== "S256")
    return refuse("invalid_request", "PKCE with S256 is needed");
  if (!/^[\w-]{43}$/.test(codeChallenge)) return refuse("invalid_request", "code_challenge is malformed");
  // Nobody is ever signed in here, so there is nothing to reuse in silence.
  if (parameters.get("prompt") === "none") return refuse("login_required", "A person has to choose");
  return { kind: "valid", request: { redirectUri, state, nonce, codeChallenge } };
}

function decide(provider: Provider, request: AuthorizeRequest, form: URLSearchParams): Response {
  const person = provider.people.find((candidate) => candidate.subject === form.get("subject"));
  if (!person)
    return back(provider, request, { error: "access_denied", error_description: "The person cancelled" });
  const code = randomBytes(32).toString("base64url");
  const { redirectUri, nonce, codeChallenge } = request;
  provider.codes.put(code, {
    person,
    redirectUri,
    nonce,
    codeChallenge,
    authTime: Math.floor(provider.now() / 1000),
  });
  return back(provider, request, { code });
}

/** RFC 9207: the answer names its issuer, against mix-up between providers. */
function back(
  provider: Provider,
  { redirectUri, state }: { readonly redirectUri: string; readonly state: string },
  result: Record<string, string>,
): Response {
  const target = new URL(redirectUri);
  for (const [name, value] of Object.entries({ ...result, state, iss: provider.issuer })) {
    if (value) target.searchParams.set(name, value);
  }
  return seeOther(target.href);
}
