import { createHash, createHmac } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { selfSigned } from "#sandbox/start-for-test.ts";

/** What the storage does instead of answering: a status with its own body, or nothing for ever. */
export type BucketFault = { readonly status: number; readonly location?: string } | "hang";

export interface DocumentedBucket {
  readonly ca: string;
  readonly endpoint: string;
  readonly host: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
  /** Google's: who may read and write, and who may only read. */
  readonly writer: string;
  readonly reader: string;
  readonly objects: Map<string, string>;
  /** Names in an answer to a listing; 1,000 as documented unless a test wants to see pages turned. */
  pageSize: number;
  fault: BucketFault | null;
  /** Stores what comes next and loses its answer. */
  losesNextAnswer: boolean;
  close(): Promise<void>;
}

const bucket = "licet-copies";
const accessKey = "AKIDTESTTESTTESTTEST";
const secretKey = "s3cret/with+signs=";
const writer = "token-of-a-writer";
const reader = "token-of-a-reader";

/**
 * An object storage over TLS that keeps to the documented rules of Google's JSON API and of S3: who may, what a
 * precondition says, how a listing is cut into folders and pages. An upload without a precondition replaces.
 */
export async function startDocumentedBucket(): Promise<DocumentedBucket> {
  const { cert, key } = await selfSigned();
  const server = createServer({ cert, key }, (request, response) => {
    void answer(self, request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  const self: DocumentedBucket = {
    ...{ ca: cert, endpoint: `https://${host}`, host, bucket, accessKey, secretKey, writer, reader },
    objects: new Map(),
    pageSize: 1_000,
    fault: null,
    losesNextAnswer: false,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return self;
}

async function answer(
  self: DocumentedBucket,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await text(request);
  const url = new URL(request.url ?? "/", self.endpoint);
  if (self.fault === "hang") return;
  if (self.fault) {
    const { status, location } = self.fault;
    // Whoever is sent elsewhere is not sent again.
    if (location) self.fault = null;
    response.writeHead(status, location ? { location } : {}).end("refused");
    return;
  }
  if (url.pathname === "/v1/token") {
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(exchange(body)));
    return;
  }
  const isGoogle = url.pathname.startsWith("/storage/") || url.pathname.startsWith("/upload/");
  const [status, content] = isGoogle ? google(self, request, url, body) : s3(self, request, url, body);
  if (self.losesNextAnswer && request.method !== "GET") {
    self.losesNextAnswer = false;
    request.socket.destroy();
    return;
  }
  response.writeHead(status).end(content);
}

type Answer = readonly [status: number, content: string];

/** RFC 8693, as workload identity federation uses it: what the machine says of itself against an access token. */
function exchange(body: string): object {
  const asked = new URLSearchParams(body);
  const isKnown =
    asked.get("subject_token") === "who this machine is" && asked.get("scope")?.includes("devstorage");
  const issued = "urn:ietf:params:oauth:token-type:access_token";
  const token = { issued_token_type: issued, token_type: "Bearer", expires_in: 3_600 };
  return { access_token: isKnown ? writer : "nobody", ...token };
}

/** cloud.google.com/storage/docs/json_api: Objects: insert, get and list. */
function google(self: DocumentedBucket, request: IncomingMessage, url: URL, body: string): Answer {
  const token = request.headers.authorization?.replace(/^Bearer /, "");
  if (token !== writer && token !== reader) return [401, "Invalid Credentials"];
  const [, isUpload, named, object] =
    /^(\/upload)?\/storage\/v1\/b\/([^/]+)\/o(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
  if (named !== bucket) return [404, "The specified bucket does not exist."];
  const asked = url.searchParams;
  if (isUpload) {
    const name = asked.get("name");
    if (request.method !== "POST" || asked.get("uploadType") !== "media" || !name)
      return [400, "Bad Request"];
    if (token !== writer) return [403, "does not have storage.objects.create access"];
    if (asked.get("ifGenerationMatch") === "0" && self.objects.has(name)) return [412, "conditionNotMet"];
    self.objects.set(name, body);
    return [200, JSON.stringify({ kind: "storage#object", name })];
  }
  if (request.method !== "GET") return [405, ""];
  if (object) {
    const content = self.objects.get(decodeURIComponent(object));
    return content === undefined || asked.get("alt") !== "media" ? [404, "No such object"] : [200, content];
  }
  const { items, prefixes, next } = page(
    self,
    asked.get("prefix"),
    asked.get("delimiter"),
    asked.get("pageToken"),
  );
  const some = (name: string, list: readonly unknown[]) => (list.length > 0 ? { [name]: list } : {});
  return [
    200,
    JSON.stringify({
      ...some(
        "items",
        items.map((name) => ({ name })),
      ),
      ...some("prefixes", prefixes),
      ...(next === null ? {} : { nextPageToken: next }),
    }),
  ];
}

/** docs.aws.amazon.com/AmazonS3/latest/API: PutObject on a bucket with Object Lock, GetObject and ListObjectsV2. */
function s3(self: DocumentedBucket, request: IncomingMessage, url: URL, body: string): Answer {
  const refusal = signatureProblem(request, body);
  if (refusal) return [403, `<Error><Code>${refusal}</Code></Error>`];
  const [, named, ...rest] = url.pathname.split("/");
  if (named !== bucket) return [404, "<Error><Code>NoSuchBucket</Code></Error>"];
  const name = decodeURIComponent(rest.join("/"));
  if (request.method === "PUT") {
    const digest = createHash("md5").update(body).digest("base64");
    if (request.headers["content-md5"] !== digest) return [400, "<Error><Code>InvalidRequest</Code></Error>"];
    if (request.headers["if-none-match"] === "*" && self.objects.has(name))
      return [412, "<Error><Code>PreconditionFailed</Code></Error>"];
    self.objects.set(name, body);
    return [200, ""];
  }
  if (request.method !== "GET") return [405, ""];
  if (name !== "") {
    const content = self.objects.get(name);
    return content === undefined ? [404, "<Error><Code>NoSuchKey</Code></Error>"] : [200, content];
  }
  const asked = url.searchParams;
  if (asked.get("list-type") !== "2") return [400, ""];
  const { items, prefixes, next } = page(
    self,
    asked.get("prefix"),
    asked.get("delimiter"),
    asked.get("continuation-token"),
  );
  const escaped = (one: string) => one.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return [
    200,
    `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult><Name>${bucket}</Name><Prefix>${escaped(asked.get("prefix") ?? "")}</Prefix>` +
      items.map((one) => `<Contents><Key>${escaped(one)}</Key></Contents>`).join("") +
      prefixes.map((one) => `<CommonPrefixes><Prefix>${escaped(one)}</Prefix></CommonPrefixes>`).join("") +
      (next === null ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`) +
      "</ListBucketResult>",
  ];
}

/** Objects below a prefix in the order of their names, and what goes on behind the delimiter as one folder. */
function page(self: DocumentedBucket, prefix: string | null, delimiter: string | null, token: string | null) {
  const start = prefix ?? "";
  const found = new Set<string>();
  for (const name of [...self.objects.keys()].filter((one) => one.startsWith(start)).sort()) {
    const end = delimiter ? name.indexOf(delimiter, start.length) : -1;
    found.add(end < 0 ? name : name.slice(0, end + 1));
  }
  const from = Number(token ?? 0);
  const some = [...found].slice(from, from + self.pageSize);
  const isLast = from + self.pageSize >= found.size;
  return {
    items: some.filter((one) => !one.endsWith("/")),
    prefixes: some.filter((one) => one.endsWith("/")),
    next: isLast ? null : String(from + self.pageSize),
  };
}

/** Signature Version 4, checked from the request as it came: nothing of it is taken from the program under test. */
function signatureProblem(request: IncomingMessage, body: string): string | null {
  const [, key, day, region, names = "", signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w{64})$/.exec(
      request.headers.authorization ?? "",
    ) ?? [];
  if (key !== accessKey) return "InvalidAccessKeyId";
  const time = String(request.headers["x-amz-date"]);
  const at = Date.parse(time.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!(Math.abs(Date.now() - at) < 900_000)) return "RequestTimeTooSkewed";
  const sha256 = (content: string) => createHash("sha256").update(content, "utf8").digest("hex");
  if (request.headers["x-amz-content-sha256"] !== sha256(body)) return "XAmzContentSHA256Mismatch";
  const wanted = Object.keys(request.headers).filter((name) => name === "host" || name.startsWith("x-amz-"));
  if (!wanted.every((name) => names.split(";").includes(name))) return "AccessDenied";
  const [path = "", query = ""] = (request.url ?? "").split("?");
  const canonical = [
    request.method,
    path,
    query.split("&").sort().join("&"),
    ...names.split(";").map((name) => `${name}:${request.headers[name]}`),
    "",
    names,
    sha256(body),
  ].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  let signing: Buffer = Buffer.from(`AWS4${secretKey}`);
  for (const part of [
    day,
    region,
    "s3",
    "aws4_request",
    `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`,
  ]) {
    signing = createHmac("sha256", signing).update(String(part)).digest();
  }
  return signing.toString("hex") === signature ? null : "SignatureDoesNotMatch";
}
