import { status } from "@grpc/grpc-js";

/** A refusal as the service words it: a gRPC status and a sentence. */
export class KmsStatus extends Error {
  override readonly name = "KmsStatus";
  readonly code: status;

  constructor(code: status, message: string) {
    super(message);
    this.code = code;
  }
}

export const invalidArgument = (message: string): KmsStatus =>
  new KmsStatus(status.INVALID_ARGUMENT, message);

export const failedPrecondition = (message: string): KmsStatus =>
  new KmsStatus(status.FAILED_PRECONDITION, message);

export const notFound = (kind: "CryptoKey" | "CryptoKeyVersion", name: string): KmsStatus =>
  new KmsStatus(status.NOT_FOUND, `${kind} ${name} not found.`);

/** The same words whether the resource is missing or forbidden, so that nobody learns which keys there are. */
export const permissionDenied = (permission: string, resource: string): KmsStatus =>
  new KmsStatus(
    status.PERMISSION_DENIED,
    `Permission '${permission}' denied on resource '${resource}' (or it may not exist).`,
  );

export const unauthenticated = (): KmsStatus =>
  new KmsStatus(
    status.UNAUTHENTICATED,
    "Request had invalid authentication credentials. Expected OAuth 2 access token.",
  );

export const resourceExhausted = (caller: string): KmsStatus =>
  new KmsStatus(
    status.RESOURCE_EXHAUSTED,
    `Quota exceeded for quota metric 'Cryptographic requests' and limit 'Cryptographic requests per minute' of service 'cloudkms.googleapis.com' for consumer '${caller}'.`,
  );

export const unavailable = (): KmsStatus =>
  new KmsStatus(status.UNAVAILABLE, "The service is currently unavailable.");

export const unimplemented = (message: string): KmsStatus => new KmsStatus(status.UNIMPLEMENTED, message);
