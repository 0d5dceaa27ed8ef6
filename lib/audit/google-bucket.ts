import { GoogleAuth } from "google-auth-library";
import { z } from "zod";
import { AuditLogError } from "./audit-log-error.ts";
import type { Bucket } from "./bucket.ts";
import { accepted, type BucketAnswer, type BucketCall, callBucket } from "./bucket-call.ts";

const scopes = ["https://www.googleapis.com/auth/devstorage.read_write"];
const tokenDeadlineMs = 4_000;

/** Who says who this process is; makes a new one where what the last one said is no longer believed. */
export type Authority = () => Pick<GoogleAuth, "getAccessToken">;

/** The process's own service account, as at Cloud KMS. A bucket needs no project; given one, the library asks nobody for it. */
const ownServiceAccount: Authority = () => new GoogleAuth({ scopes, projectId: "-" });

const listing = z.object({
  items: z.array(z.object({ name: z.string() })).default([]),
  prefixes: z.array(z.string()).default([]),
  nextPageToken: z.string().optional(),
});

/** A bucket of Google Cloud Storage, by its JSON API. */
export function googleBucket(
  { endpoint, bucket }: { readonly endpoint: string; readonly bucket: string },
  authority = ownServiceAccount,
): Bucket {
  let auth = authority();
  const objects = `storage/v1/b/${encodeURIComponent(bucket)}/o`;

  const call = async (method: BucketCall["method"], path: string, body?: string): Promise<BucketAnswer> => {
    const headers = { authorization: `Bearer ${await inTime(auth.getAccessToken())}` };
    const request = { method, url: new URL(path, endpoint), headers };
    const answer = await callBucket(
      body === undefined
        ? request
        : { ...request, headers: { ...headers, "content-type": "text/plain" }, body },
    );
    if (answer.status === 401) auth = authority();
    return answer;
  };

  return {
    async create(name, content) {
      // A generation of 0 matches only where there is no object: what is there is never replaced.
      const asked = new URLSearchParams({ uploadType: "media", name, ifGenerationMatch: "0" });
      const answer = await call("POST", `/upload/${objects}?${asked}`, content);
      if (answer.status === 412) return false;
      accepted(answer);
      return true;
    },
    read: async (name) => accepted(await call("GET", `/${objects}/${encodeURIComponent(name)}?alt=media`)),
    async list(prefix) {
      const names: string[] = [];
      for (let pageToken: string | undefined = ""; pageToken !== undefined; ) {
        const asked = new URLSearchParams({
          prefix,
          delimiter: "/",
          fields: "items(name),prefixes,nextPageToken",
        });
        if (pageToken) asked.set("pageToken", pageToken);
        const page = listing.parse(parsed(accepted(await call("GET", `/${objects}?${asked}`))));
        names.push(...page.prefixes, ...page.items.map(({ name }) => name));
        pageToken = page.nextPageToken;
      }
      return names;
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AuditLogError("copyUnreadable", { cause });
  }
}

/** The credentials' library waits for whom it asks; the log does not. */
async function inTime(token: Promise<string | null | undefined>): Promise<string> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new AuditLogError("copyTimedOut")), tokenDeadlineMs);
  try {
    const said = await Promise.race([token, late]);
    if (!said) throw new AuditLogError("copyForbidden");
    return said;
  } catch (cause) {
    throw cause instanceof AuditLogError ? cause : new AuditLogError("copyForbidden", { cause });
  } finally {
    clearTimeout(timer);
  }
}
