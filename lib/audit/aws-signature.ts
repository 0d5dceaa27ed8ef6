import { createHmac, hash } from "node:crypto";
import type { Secret } from "#lib/kernel/secret.ts";

/** Whom an S3-compatible storage knows us as. */
export interface AwsCredentials {
  readonly accessKey: string;
  readonly secretKey: Secret<string>;
  readonly region: string;
}

export interface SignedRequest {
  readonly method: string;
  readonly url: URL;
  /** In small letters; all of them are signed, with `host`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The headers with which a request is signed (AWS Signature Version 4, for the service `s3`). */
export function signedHeaders(
  { method, url, headers, body }: SignedRequest,
  { accessKey, secretKey, region }: AwsCredentials,
  at: Date,
): Readonly<Record<string, string>> {
  const time = at.toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const digest = hash("sha256", body);
  const sent = { ...headers, "x-amz-content-sha256": digest, "x-amz-date": time };
  const signed = Object.entries({ ...sent, host: url.host }).sort(byName);
  const names = signed.map(([name]) => name).join(";");
  const lines = signed.map(([name, value]) => `${name}:${value.trim()}\n`).join("");
  const request = [method, url.pathname, canonicalQuery(url), lines, names, digest].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", time, scope, hash("sha256", request)].join("\n");
  const key = scope.split("/").reduce<Buffer | string>(hmac, `AWS4${secretKey.reveal()}`);
  const signature = hmac(key, toSign).toString("hex");
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

const hmac = (key: Buffer | string, text: string): Buffer => createHmac("sha256", key).update(text).digest();

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]) => (a < b ? -1 : 1);

/** RFC 3986: what AWS wants unencoded is less than what `encodeURIComponent` leaves. */
export const percentEncoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const canonicalQuery = (url: URL): string =>
  [...url.searchParams]
    .map(([name, value]) => [percentEncoded(name), percentEncoded(value)] as const)
    .sort(byName)
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
