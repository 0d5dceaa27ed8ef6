import { Metadata, Server, ServerCredentials, status } from "@grpc/grpc-js";
import { methodNames } from "#sandbox/kms/methods.ts";
import { loadService } from "#sandbox/kms/service.ts";
import { selfSigned } from "#sandbox/start-for-test.ts";
import type { DocumentedError } from "./documented-errors.ts";

export interface RefusingService {
  readonly port: number;
  readonly ca: string;
  /** What every call is answered from now on. */
  refuse(error: DocumentedError): void;
  close(): void;
}

/** The service's gRPC interface, refusing everything as it documents it: with a google.rpc.Status and its details. */
export async function startRefusingService(): Promise<RefusingService> {
  const { cert, key } = await selfSigned();
  let refusal: DocumentedError | undefined;
  const server = new Server();
  const refuse = (_: unknown, respond: (answer: object) => void): void => {
    const { message = "", status: name = "UNKNOWN" } = refusal?.error ?? {};
    const metadata = new Metadata();
    if (refusal) metadata.set("grpc-status-details-bin", encodeStatus(refusal));
    respond({ code: codeOf(name), details: message, metadata });
  };
  server.addService(loadService(), Object.fromEntries(methodNames.map((method) => [method, refuse])));
  const pair = { private_key: Buffer.from(key), cert_chain: Buffer.from(cert) };
  const port = await new Promise<number>((bound, failed) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createSsl(null, [pair]), (cause, at) =>
      cause ? failed(cause) : bound(at),
    ),
  );
  return {
    port,
    ca: cert,
    refuse: (error) => {
      refusal = error;
    },
    close: () => server.forceShutdown(),
  };
}

const codeOf = (name: string): status => status[name as keyof typeof status] ?? status.UNKNOWN;

/** The numbers of the fields in google/rpc/error_details.proto that our errors have. */
const numbers: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ErrorInfo: { reason: 1, domain: 2, metadata: 3 },
  PreconditionFailure: { violations: 1, type: 1, subject: 2 },
  QuotaFailure: { violations: 1, subject: 1, description: 2 },
};

/** google.rpc.Status: a code, a message and any number of packed details. */
function encodeStatus({ error: { status: name, message, details = [] } }: DocumentedError): Buffer {
  const packed = details.map(({ "@type": url, ...fields }) => {
    const kind = String(url).split(".").at(-1) ?? "";
    return bytesField(3, Buffer.concat([bytesField(1, text(url)), bytesField(2, encode(kind, fields))]));
  });
  return Buffer.concat([Buffer.from([0x08, codeOf(name)]), bytesField(2, text(message)), ...packed]);
}

function encode(kind: string, fields: Readonly<Record<string, unknown>>): Buffer {
  const parts = Object.entries(fields).flatMap(([name, value]) => {
    const number = numbers[kind]?.[name] ?? 0;
    if (typeof value === "string") return [bytesField(number, text(value))];
    if (Array.isArray(value)) return value.map((one) => bytesField(number, encode(kind, one)));
    return Object.entries(value as Record<string, string>).map(([key, entry]) =>
      bytesField(number, Buffer.concat([bytesField(1, text(key)), bytesField(2, text(entry))])),
    );
  });
  return Buffer.concat(parts);
}

const text = (value: unknown): Buffer => Buffer.from(String(value));

/** A length-delimited field of protobuf's wire format. */
function bytesField(number: number, bytes: Buffer): Buffer {
  const length: number[] = [];
  for (let left = bytes.length; ; left >>>= 7) {
    length.push(left > 0x7f ? (left & 0x7f) | 0x80 : left);
    if (left <= 0x7f) break;
  }
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), bytes]);
}
