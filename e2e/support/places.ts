import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page, Request } from "@playwright/test";
import postgres from "postgres";
import type { RunRecord } from "#scripts/runtime/processes.ts";
import {
  type Canary,
  filesWith,
  formsIn,
  mayReadMemory,
  processWith,
  tablesWith,
} from "#scripts/testing/canary.ts";
import { stack } from "./stack.ts";

/** The processes of this Licet by name: web, worker, KMS, sandbox and both database servers. */
export function runningProcesses(): readonly RunRecord[] {
  const folder = join(stack.stateDirectory, "run");
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")));
}

export function openKeyDatabase(): postgres.Sql {
  const ca = readFileSync(stack.authorityFile, "utf8");
  return postgres(stack.keysSuperuserUrl, { max: 2, ssl: { ca }, onnotice: () => {} });
}

/** Everything that a browser has sent since; each request as one run of bytes. */
export function recordRequests(context: BrowserContext): () => Promise<readonly Buffer[]> {
  const requests: Request[] = [];
  context.on("request", (request) => requests.push(request));
  return () =>
    Promise.all(
      requests.map(async (request) => {
        const headers = await request.allHeaders().catch(() => request.headers());
        const head = `${request.method()} ${request.url()}\n${JSON.stringify(headers)}\n`;
        return Buffer.concat([Buffer.from(head), request.postDataBuffer() ?? Buffer.alloc(0)]);
      }),
    );
}

/** What a browser keeps of this page when it goes on: storage of every kind, cookies, history and the document. */
export async function keptByBrowser(page: Page): Promise<Buffer> {
  const kept = await page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    history: history.state,
    name: window.name,
    document: document.documentElement.outerHTML,
    fields: [...document.querySelectorAll("input, textarea")].map(
      (field) => (field as HTMLInputElement).value,
    ),
  }));
  const { cookies, origins } = await page.context().storageState({ indexedDB: true });
  return Buffer.from(JSON.stringify({ kept, cookies, origins }));
}

/** What stands at rest: every table and file of both databases, their write-ahead logs, every log, every file of ours. */
export async function atRest(
  data: postgres.Sql,
  keys: postgres.Sql,
  canary: Canary,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const sql of [data, keys]) {
    found.push(...(await tablesWith(sql, canary)));
    await sql`checkpoint`;
  }
  found.push(...filesWith(stack.clusters, canary));
  // The copy of the build is code, and the runner's report is about us and not about Licet.
  found.push(...filesWith(stack.stateDirectory, canary, ["build-without-proxy", "postgres", "native"]));
  return found;
}

/** What stands in the memory, the environment or the arguments of a process. */
export function inProcesses(canary: Canary): readonly string[] {
  return runningProcesses().flatMap(({ name, pid }) =>
    processWith(pid, canary).map((where) => `${name}: ${where}`),
  );
}

export const canReadMemory = (): boolean =>
  process.platform === "linux" && runningProcesses().every(({ pid }) => mayReadMemory(pid));

export const sentWith = (requests: readonly Buffer[], canary: Canary): readonly string[] =>
  requests.flatMap((bytes) =>
    formsIn(bytes, canary).map((form) => `${bytes.toString("latin1", 0, 200)} (${form})`),
  );
