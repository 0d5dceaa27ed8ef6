import "server-only";

import { createLogger } from "#lib/config/logger.ts";
import { webConfig } from "#lib/config/web-config.ts";

let current: ReturnType<typeof createLogger> | undefined;

export function log() {
  current ??= createLogger("web", webConfig().logLevel);
  return current;
}
