import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
}

/** Where a process of an installation spends its processor time, asked through Node's inspector on loopback. */
export async function startProfile(directory: string, service: string) {
  const { pid } = JSON.parse(readFileSync(join(directory, "run", `${service}.json`), "utf8")) as {
    pid: number;
  };
  // Node begins to listen for a debugger when it gets this signal; only a process of this bench's own does.
  process.kill(pid, "SIGUSR1");
  const socket = await connect();
  let last = 0;
  const call = (method: string) =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      const id = ++last;
      const hear = ({ data }: MessageEvent) => {
        const answer = JSON.parse(String(data)) as { id?: number; result?: Record<string, unknown> };
        if (answer.id !== id) return;
        socket.removeEventListener("message", hear);
        if (answer.result) resolve(answer.result);
        else reject(new Error(String(data)));
      };
      socket.addEventListener("message", hear);
      socket.send(JSON.stringify({ id, method }));
    });
  await call("Profiler.enable");
  await call("Profiler.start");
  return {
    async stop(): Promise<Profile> {
      const { profile } = await call("Profiler.stop");
      socket.close();
      return profile as Profile;
    },
  };
}

async function connect(): Promise<WebSocket> {
  for (let tries = 0; ; tries++) {
    const targets = await fetch("http://127.0.0.1:9229/json/list")
      .then((answer) => answer.json() as Promise<{ webSocketDebuggerUrl: string }[]>)
      .catch(() => []);
    const url = targets[0]?.webSocketDebuggerUrl;
    if (url) {
      const socket = new WebSocket(url);
      await new Promise((resolve, reject) => {
        socket.addEventListener("open", resolve, { once: true });
        socket.addEventListener("error", reject, { once: true });
      });
      return socket;
    }
    if (tries === 50) throw new Error("the process does not answer its debugger");
    await setTimeout(100);
  }
}

/** The time that no idle loop had, by the package or file whose own code ran, the heaviest first. */
export function heaviest({
  nodes,
  samples,
}: Profile): readonly { readonly where: string; readonly share: number }[] {
  const placeOf = new Map(nodes.map(({ id, callFrame }) => [id, place(callFrame)]));
  const counts = new Map<string, number>();
  for (const sample of samples) {
    const where = placeOf.get(sample);
    if (where) counts.set(where, (counts.get(where) ?? 0) + 1);
  }
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 10)
    .map(([where, count]) => ({ where, share: count / all }));
}

function place({ functionName, url }: Profile["nodes"][number]["callFrame"]): string | null {
  if (functionName === "(idle)" || functionName === "(root)") return null;
  if (functionName === "(garbage collector)") return "garbage collection";
  if (url === "" || url.startsWith("node:")) return url === "" ? "built into the engine" : "Node";
  const parts = /node_modules\/((?:@[^/]+\/)?[^/]+)(?:\/dist\/(compiled\/[^/]+))?/.exec(url);
  if (parts) return [parts[1], parts[2]].filter(Boolean).join(" ");
  return /\.next|build/.test(url) ? "pages as built (React's rendering and our components)" : "lib/";
}
