import type { AccessGrant } from "#lib/aspsp/access-grant.ts";
import type { KeepTokens } from "#lib/aspsp/session.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { BankRefusal } from "./refusal.ts";
import { standardUrl, type Talk } from "./talk.ts";
import { revokeTokens, unpackTokens } from "./tokens.ts";
import { withTokens } from "./with-token.ts";

/** The consent ends first, because it is what opens data; tokens without it open nothing. */
export async function endAccess(
  talk: Talk,
  { reference, tokens }: AccessGrant,
  keepTokens: KeepTokens | null,
): Promise<void> {
  let newest = tokens;
  const keep =
    keepTokens &&
    (async (renewed: Secret<string>) => {
      newest = renewed;
      await keepTokens(renewed);
    });
  const href = standardUrl(talk.institution, `consents/${encodeURIComponent(reference)}`);
  const withToken = withTokens(talk, tokens, keep);
  await withToken((proof) => deleteConsent(talk, href, proof));
  if (newest) await revokeTokens(talk, unpackTokens(newest));
}

/** A consent that the bank does not know, or that is over, is ended. */
export async function deleteConsent(
  talk: Talk,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  try {
    await talk.ask({ call: "endConsent", method: "DELETE", url, headers });
  } catch (cause) {
    if (!(cause instanceof BankRefusal && isEnded(cause))) throw cause;
  }
}

const endedCodes: readonly string[] = [
  "CONSENT_UNKNOWN",
  "CONSENT_INVALID",
  "CONSENT_EXPIRED",
  "RESOURCE_UNKNOWN",
];

const isEnded = ({ status, code }: BankRefusal): boolean =>
  endedCodes.includes(code) || ((status === 404 || status === 410) && code === "");
