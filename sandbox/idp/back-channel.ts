import { jsonAnswer } from "../http/answer.ts";
import { type Route, route } from "../http/routes.ts";
import type { Provider } from "./provider.ts";
import { answerToken, answerUserinfo } from "./token.ts";

/** What the client's server asks over TLS; no browser comes here. */
export function backChannelRoutes(provider: Provider): Route[] {
  return [
    route("GET", "/.well-known/openid-configuration", () => jsonAnswer(discovery(provider))),
    route("GET", "/jwks", () => jsonAnswer({ keys: [provider.key.publicJwk] })),
    route("POST", "/token", ({ request }) => answerToken(provider, request)),
    route("GET", "/userinfo", ({ request }) => answerUserinfo(provider, request)),
  ];
}

function discovery({ issuer, browserOrigin }: Provider): object {
  return {
    issuer,
    authorization_endpoint: `${browserOrigin}/idp/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ["code"],
    response_modes_supported: ["query"],
    grant_types_supported: ["authorization_code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
    code_challenge_methods_supported: ["S256"],
    scopes_supported: ["openid", "profile", "email"],
    claims_supported: [
      "sub",
      "name",
      "email",
      "email_verified",
      "iss",
      "aud",
      "nonce",
      "auth_time",
      "iat",
      "exp",
    ],
    authorization_response_iss_parameter_supported: true,
  };
}
