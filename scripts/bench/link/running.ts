import { readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { root, type Stack, startStack } from "../../runtime/stack.ts";
import { throwAwayDirectory } from "../../runtime/state-directory.ts";
import { openWebSide, type WebSide } from "./web-side.ts";

/** A whole installation in processes of its own, and this process as one of its webs. */
export interface Running {
  readonly stack: Stack;
  readonly web: WebSide;
  readonly sql: postgres.Sql;
  readonly directory: string;
  stop(): Promise<void>;
}

export async function startRunning(): Promise<Running> {
  const directory = await throwAwayDirectory(join(root, ".data", "test"), "bench");
  const stack = await startStack({ directory: directory.path, durable: true, demo: true, log: () => {} });
  const ca = readFileSync(stack.environment.LICET_DATABASE_CA ?? "", "utf8");
  const sql = postgres(stack.superuserUrl, { ssl: { ca }, max: 2, onnotice: () => {} });
  const web = await openWebSide(stack.environment);
  return {
    ...{ stack, web, sql, directory: directory.path },
    async stop() {
      await web.close();
      await sql.end({ timeout: 5 });
      await stack.stop();
      directory.remove();
    },
  };
}

/** What is on its way to the person. */
export async function codeOf({ stack }: Running, userName: string): Promise<string> {
  const answer = await fetch(`${stack.phoneOrigin}/api/phones/${encodeURIComponent(userName)}`);
  const { messages } = (await answer.json()) as { messages: { text: string }[] };
  return /code is (\d{6})/.exec(messages[0]?.text ?? "")?.[1] ?? "";
}
