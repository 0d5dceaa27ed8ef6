/** An error as Google's services send it (google.rpc.Status with HTTP mapping; AIP-193 for the details). */
export interface DocumentedError {
  readonly error: {
    /** HTTP's status; over gRPC it is the code of the same name as `status`. */
    readonly code: number;
    readonly message: string;
    readonly status: string;
    readonly details?: readonly Readonly<Record<string, unknown>>[];
  };
}

const error = (
  code: number,
  status: string,
  message: string,
  ...details: readonly Readonly<Record<string, unknown>>[]
): DocumentedError => ({ error: { code, message, status, ...(details.length > 0 && { details }) } });

const type = (name: string) => ({ "@type": `type.googleapis.com/google.rpc.${name}` });
const info = (reason: string, metadata: Readonly<Record<string, string>>, domain = "googleapis.com") => ({
  ...type("ErrorInfo"),
  reason,
  domain,
  metadata,
});

const service = "cloudkms.googleapis.com";

export const permissionDenied = (permission: string, resource: string) =>
  error(
    403,
    "PERMISSION_DENIED",
    `Permission '${permission}' denied on resource '${resource}' (or it may not exist).`,
    info("IAM_PERMISSION_DENIED", { permission, resource }, service),
  );

export const apiDisabled = () =>
  error(
    403,
    "PERMISSION_DENIED",
    "Cloud Key Management Service (KMS) API has not been used in project 123 before or it is disabled.",
    info("SERVICE_DISABLED", { service, consumer: "projects/123" }),
  );

export const unauthenticated = () =>
  error(
    401,
    "UNAUTHENTICATED",
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
    info("ACCESS_TOKEN_TYPE_UNSUPPORTED", { service }),
  );

export const notFound = (version: string) =>
  error(404, "NOT_FOUND", `CryptoKeyVersion ${version} not found.`);

/** `KEY_DISABLED` stands for every state but enabled; the sentence names which. */
export const disabled = (version: string, state = "DISABLED") =>
  error(400, "FAILED_PRECONDITION", `${version} is not enabled, current state is: ${state}.`, {
    ...type("PreconditionFailure"),
    violations: [{ type: "KEY_DISABLED", subject: version }],
  });

export const quotaExceeded = () =>
  error(
    429,
    "RESOURCE_EXHAUSTED",
    `Quota exceeded for quota metric 'Cryptographic requests' and limit 'Cryptographic requests per minute' of service '${service}' for consumer 'project_number:123'.`,
    info("RATE_LIMIT_EXCEEDED", {
      service,
      consumer: "projects/123",
      quota_metric: `${service}/crypto_requests`,
      quota_limit: "CryptoRequestsPerMinutePerProject",
    }),
    {
      ...type("QuotaFailure"),
      violations: [{ subject: "project:123", description: "Cryptographic requests" }],
    },
  );

const snake = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const checksumRefused = (field: string) =>
  error(
    400,
    "INVALID_ARGUMENT",
    `The checksum in field ${snake(field)}_crc32c did not match the data in field ${snake(field)}.`,
  );

export const undecryptable = () =>
  error(400, "INVALID_ARGUMENT", "Decryption failed: verify that 'name' refers to the correct CryptoKey.");

export const internal = () => error(500, "INTERNAL", "Internal error encountered.");
export const unavailable = () => error(503, "UNAVAILABLE", "The service is currently unavailable.");
export const deadlineExceeded = () => error(504, "DEADLINE_EXCEEDED", "Deadline exceeded");
