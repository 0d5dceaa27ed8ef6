import { z } from "zod";

import type { RefusedAnswer } from "#lib/aspsp/bank-access.ts";
import type { AspspFacts, AspspFailure } from "#lib/aspsp/failure.ts";
import { linksSchema } from "./links.ts";

const Body = z.object({
  tppMessages: z.array(z.object({ category: z.string().optional().catch(undefined), code: z.string() })),
  _links: linksSchema,
});

/** An answer of 400 or above, by its code and not by its words, which are for people and may hold anything. */
export class BankRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly links: Readonly<Record<string, string>>;
  readonly retryAfterSeconds: number | null;
  readonly call: string;

  constructor({ call, status, json, retryAfterSeconds }: RefusedAnswer) {
    super(`${call} ${status}`);
    this.name = "BankRefusal";
    const parsed = Body.safeParse(json);
    const messages = parsed.success ? parsed.data.tppMessages : [];
    const first = messages.find(({ category }) => category === "ERROR") ?? messages[0];
    this.status = status;
    this.code = /^[A-Z][A-Z_]{1,60}$/.test(first?.code ?? "") ? (first?.code ?? "") : "";
    this.links = parsed.success ? parsed.data._links : {};
    this.retryAfterSeconds = retryAfterSeconds;
    this.call = call;
  }

  get facts(): AspspFacts {
    return {
      call: this.call,
      status: this.status,
      ...(this.code === "" ? {} : { bankCode: this.code }),
      ...(this.retryAfterSeconds === null ? {} : { retryAfterSeconds: this.retryAfterSeconds }),
    };
  }
}

/** The standard's codes whose meaning does not depend on the step that was taken. */
const byCode: Readonly<Record<string, AspspFailure>> = {
  ACCESS_EXCEEDED: "readsExhausted",
  CONSENT_EXPIRED: "consentExpired",
  CONSENT_INVALID: "consentInvalid",
  CONSENT_UNKNOWN: "consentInvalid",
  CORPORATE_ID_INVALID: "requestRefused",
  PARAMETER_NOT_SUPPORTED: "notSupported",
  PRODUCT_INVALID: "notSupported",
  PRODUCT_UNKNOWN: "notSupported",
  REQUESTED_FORMATS_INVALID: "notSupported",
  RESOURCE_BLOCKED: "accessBlocked",
  RESOURCE_EXPIRED: "timedOut",
  RESOURCE_UNKNOWN: "accountGone",
  ROLE_INVALID: "callerRefused",
  SCA_INVALID: "wrongCode",
  SCA_METHOD_UNKNOWN: "methodUnavailable",
  SERVICE_BLOCKED: "accessBlocked",
  SERVICE_INVALID: "notSupported",
  SESSIONS_NOT_SUPPORTED: "notSupported",
};

/** What a refusal means where its step gives it no other meaning. */
export function reasonOfRefusal({ status, code, retryAfterSeconds }: BankRefusal): AspspFailure {
  const known = byCode[code];
  if (known) return known;
  if (/^(?:CERTIFICATE|SIGNATURE)_/.test(code)) return "callerRefused";
  if (code.startsWith("TOKEN_")) return "tokenRefused";
  if (status === 429) return "tooManyRequests";
  if (status === 503 && (retryAfterSeconds ?? 0) >= longAwaySeconds) return "maintenance";
  if (status >= 500 || status === 408) return "bankDown";
  return status === 404 ? "accountGone" : "requestRefused";
}

/** A bank that will be back within a minute is busy; later than that it is away on purpose. */
const longAwaySeconds = 60;
