import type { AccessGrant } from "#lib/aspsp/access-grant.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { Reading } from "#lib/aspsp/session.ts";
import type { Answer } from "./client.ts";
import { readConsent } from "./consent-status.ts";
import { standardUrl, type Talk } from "./talk.ts";
import { type WithToken, withTokens } from "./with-token.ts";

export interface ReadCall {
  readonly call: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Reads under one grant. Each call is written inside `whileWriting`. */
export interface Reader {
  readonly talk: Talk;
  read(asked: ReadCall): Promise<Answer>;
}

export function createReader(talk: Talk, grant: AccessGrant, reading: Reading): Reader {
  const withToken = withTokens(talk, grant.tokens, reading.keepTokens);
  return {
    talk,
    async read({ call, url, headers }) {
      try {
        return await withToken((proof) =>
          talk.ask({
            call,
            method: "GET",
            url,
            whileWriting: reading.whileWriting,
            headers: { ...headers, ...proof, "consent-id": grant.reference },
          }),
        );
      } catch (cause) {
        const isInvalid = cause instanceof AspspError && cause.reason === "consentInvalid";
        throw isInvalid ? await explained(talk, grant, withToken, cause) : cause;
      }
    },
  };
}

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
      return new AspspError("notCovered", cause.facts, { cause });
    default:
      return cause;
  }
}
