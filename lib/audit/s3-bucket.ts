import { hash } from "node:crypto";
import { AuditLogError } from "./audit-log-error.ts";
import { type AwsCredentials, percentEncoded, signedHeaders } from "./aws-signature.ts";
import type { Bucket } from "./bucket.ts";
import { accepted, type BucketAnswer, callBucket } from "./bucket-call.ts";

export interface S3Address extends AwsCredentials {
  /** `https://host[:port]`. */
  readonly endpoint: string;
  readonly bucket: string;
}

/** A bucket of an S3-compatible storage, addressed by its path. */
export function s3Bucket(address: S3Address, now: () => Date): Bucket {
  const { endpoint, bucket } = address;
  const call = (
    method: "GET" | "PUT",
    { name = "", query = "" },
    headers: Readonly<Record<string, string>> = {},
    body = "",
  ): Promise<BucketAnswer> => {
    const path = [bucket, ...name.split("/")].map(percentEncoded).join("/");
    const url = new URL(`/${name === "" ? percentEncoded(bucket) : path}${query}`, endpoint);
    const signed = signedHeaders({ method, url, headers, body }, address, now());
    return callBucket({ method, url, headers: signed, ...(method === "PUT" ? { body } : {}) });
  };

  return {
    async create(name, content) {
      const headers = {
        "content-type": "text/plain",
        // Wanted where objects are locked.
        "content-md5": hash("md5", content, "base64"),
        // Matches only where there is no object: what is there is never replaced.
        "if-none-match": "*",
      };
      const answer = await call("PUT", { name }, headers, content);
      if (answer.status === 412) return false;
      accepted(answer);
      return true;
    },
    read: async (name) => accepted(await call("GET", { name })),
    async list(prefix) {
      const names: string[] = [];
      for (let token: string | undefined = ""; token !== undefined; ) {
        const asked = new URLSearchParams({ delimiter: "/", "list-type": "2", prefix });
        if (token) asked.set("continuation-token", token);
        // A space is `%20` to the storage, and nothing else of a query's is written in two ways.
        const query = `?${asked.toString().replaceAll("+", "%20").replaceAll("*", "%2A")}`;
        const page = accepted(await call("GET", { query }));
        if (!page.includes("</ListBucketResult>")) throw new AuditLogError("copyUnreadable");
        names.push(...valuesOf(page, "Key"), ...valuesOf(page, "Prefix").filter((found) => found !== prefix));
        [token] = valuesOf(page, "NextContinuationToken");
      }
      return names;
    },
  };
}

/** The texts of an element, of which a listing has no two kinds of one name but `Prefix`. */
const valuesOf = (xml: string, element: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, "g"))].map(([, text = ""]) =>
    unescaped(text),
  );

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (name) return entities[name] ?? whole;
    return String.fromCodePoint(decimal ? Number(decimal) : Number.parseInt(hex, 16));
  });
