import { join } from "node:path";

import { root, startStack } from "../runtime/stack.ts";
import { throwAwayDirectory } from "../runtime/state-directory.ts";

const warmStarts = 3;

/** From nothing but a build and packages to a ready web: once with new databases, then with the ones it made. */
export default async function benchStart(): Promise<void> {
  const directory = await throwAwayDirectory(join(root, ".data", "test"), "bench");
  const start = async (): Promise<number> => {
    const since = performance.now();
    const stack = await startStack({ directory: directory.path, durable: true, demo: true, log: () => {} });
    const tookMs = performance.now() - since;
    await stack.stop();
    return tookMs;
  };
  try {
    console.log(`first start (new databases): ${(await start()).toFixed(0)} ms`);
    const warm: number[] = [];
    for (let i = 0; i < warmStarts; i++) warm.push(await start());
    console.log(`later starts: ${warm.map((ms) => ms.toFixed(0)).join(", ")} ms (to reach: 5000 ms)`);
  } finally {
    directory.remove();
  }
}
