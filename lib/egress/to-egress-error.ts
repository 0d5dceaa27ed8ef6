import { EgressError, type EgressReason } from "./egress-error.ts";

const certificateCodes =
  /^(?:CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME_MISMATCH)/;

/** What Node says of a connection, in our few words. Its own error stays as the cause. */
export function toEgressError(cause: unknown): EgressError {
  if (cause instanceof EgressError) return cause;
  return new EgressError(reasonOf(codeOf(cause)), { cause });
}

function codeOf(cause: unknown): string {
  if (cause instanceof AggregateError) return codeOf(cause.errors[0]);
  return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}

function reasonOf(code: string): EgressReason {
  if (certificateCodes.test(code)) return "tlsRefused";
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "ECONNREFUSED":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
      return "unreachable";
    case "HPE_HEADER_OVERFLOW":
      return "tooLarge";
    case "Z_DATA_ERROR":
      return "undecodable";
    default:
      return "cut";
  }
}
