import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { optionalText, parseAnswer, text } from "#lib/aspsp/answer-fields.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { ReturnAddress } from "#lib/aspsp/link-request.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { pageUrl } from "./page-url.ts";
import { returnUri } from "./return-address.ts";
import type { Talk } from "./talk.ts";

/** One run through the bank's authorisation server: what goes with the browser, and what stays here to prove it. */
export interface OAuthFlow {
  readonly issuer: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string | null;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly verifier: Secret<string>;
}

/** RFC 8414. */
const Metadata = z.object({
  issuer: text.min(1),
  authorization_endpoint: text.min(1),
  token_endpoint: text.min(1),
  revocation_endpoint: optionalText,
});

export async function beginOAuth(
  talk: Talk,
  metadataHref: string,
  consentId: string,
  returnTo: ReturnAddress,
): Promise<{ readonly flow: OAuthFlow; readonly url: string }> {
  const { institution } = talk;
  const clientId = institution.oauthClientId;
  if (clientId === null) throw new AspspError("notSupported", { call: "oauth" });
  const answer = await talk.ask({ call: "oauthMetadata", method: "GET", url: metadataHref });
  const metadata = parseAnswer(Metadata, answer.json(), "oauthMetadata");
  const verifier = randomBytes(32).toString("base64url");
  const redirectUri = returnUri(institution, returnTo);
  const url = pageUrl(institution, metadata.authorization_endpoint);
  const parameters = {
    response_type: "code",
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: `AIS:${consentId}`,
    state: returnTo.state,
    // RFC 7636, 4.2.
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const flow: OAuthFlow = {
    issuer: metadata.issuer,
    tokenEndpoint: metadata.token_endpoint,
    revocationEndpoint: metadata.revocation_endpoint,
    clientId,
    redirectUri,
    verifier: new Secret(verifier),
  };
  return { flow, url: url.href };
}
