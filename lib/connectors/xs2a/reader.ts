import type { AccessGrant } from "#lib/aspsp/access-grant.ts";
import type { BankReader, RefusedAnswer } from "#lib/aspsp/bank-access.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { Reading } from "#lib/aspsp/session.ts";
import { readConsent } from "./consent-status.ts";
import { standardUrl, type Talk } from "./talk.ts";
import { type WithToken, withTokens } from "./with-token.ts";

/** Reads with a consent, and with the bank's tokens where it gave some. */
export function createReader(
  talk: Talk,
  grant: AccessGrant,
  reading: Reading,
  meaning?: (refused: RefusedAnswer) => AspspError,
): BankReader {
  const withToken = withTokens(talk, grant.tokens, reading.keepTokens);
  return {
    async read({ call, url, headers }) {
      try {
        return await withToken((proof) =>
          talk.ask({
            call,
            method: "GET",
            url,
            whileWriting: reading.whileWriting,
            headers: { ...headers, ...proof, "consent-id": grant.reference },
            ...(meaning ? { meaning } : {}),
          }),
        );
      } catch (cause) {
        throw cause instanceof AspspError && isUnexplained(cause)
          ? await explained(talk, grant, withToken, cause)
          : cause;
      }
    },
  };
}

const isUnexplained = ({ reason }: AspspError): boolean =>
  reason === "consentInvalid" || reason === "tokenRefused";

/** A consent that "is not valid" may have been withdrawn at the bank, have run out, or hold for other data. */
async function explained(
  talk: Talk,
  { reference }: AccessGrant,
  withToken: WithToken,
  cause: AspspError,
): Promise<AspspError> {
  const href = standardUrl(talk.institution, `consents/${encodeURIComponent(reference)}`);
  const standing = await withToken((proof) => readConsent(talk, href, proof)).catch(() => null);
  switch (standing?.consentStatus) {
    case "revokedByPsu":
      return new AspspError("consentRevoked", cause.facts, { cause });
    case "expired":
      return new AspspError("consentExpired", cause.facts, { cause });
    case "valid":
      return cause.reason === "tokenRefused" ? cause : new AspspError("notCovered", cause.facts, { cause });
    default:
      return cause;
  }
}
