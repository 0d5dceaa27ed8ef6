/** Why the KMS did not do what was asked. `code` is audited and logged; outwardly they are two: not now, or not at all. */
export const keyErrorCodes = [
  "unavailable",
  "overloaded",
  "permissionDenied",
  "notFound",
  "disabled",
  "refused",
  "untrustedAnswer",
] as const;
export type KeyErrorCode = (typeof keyErrorCodes)[number];

export class KeyError extends Error {
  override readonly name = "KeyError";
  readonly code: KeyErrorCode;
  /** The KMS method, such as `decrypt`. */
  readonly method: string;

  constructor(code: KeyErrorCode, method: string, options?: { cause?: unknown }) {
    super(`${method}: ${code}`, options);
    this.code = code;
    this.method = method;
  }

  /** Whether the same call may succeed later without anybody changing anything. */
  get isPassing(): boolean {
    return this.code === "unavailable" || this.code === "overloaded";
  }
}

/** gRPC status codes (grpc/grpc, statuscodes.md) as the service documents its use of them. */
const codesByStatus: Readonly<Record<number, KeyErrorCode>> = {
  3: "refused",
  4: "unavailable",
  5: "notFound",
  7: "permissionDenied",
  8: "overloaded",
  9: "disabled",
  13: "unavailable",
  14: "unavailable",
  16: "permissionDenied",
};

export function toKeyError(method: string, cause: unknown): KeyError {
  if (cause instanceof KeyError) return cause;
  const status = cause instanceof Error && "code" in cause ? Number(cause.code) : Number.NaN;
  return new KeyError(codesByStatus[status] ?? "unavailable", method, { cause });
}
