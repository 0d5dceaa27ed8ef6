import type { Server } from "node:http";
import next from "next";
import { ConfigurationError } from "#lib/config/environment.ts";
import { createLogger, endOnUncaught, quietConsole } from "#lib/config/logger.ts";
import { buildDirectory, letNextAuthTrustTheFront, webConfig } from "#lib/config/web-config.ts";
import { closeDatabase, openDatabase } from "#lib/db/database.ts";
import { MigrationError, requireCurrentSchema } from "#lib/db/migrate.ts";
import { InstitutionFileError } from "#lib/institutions/institution-file.ts";
import { watchInstitutions } from "#lib/institutions/watch-institutions.ts";
import { ProviderFileError, parseProviderFile } from "#lib/parties/provider-file.ts";
import { front } from "#lib/server/front.ts";
import { stylesIn } from "#lib/server/inline-styles.ts";
import { routesOf, templatesIn } from "#lib/server/route-templates.ts";
import { shareInstitutions } from "#lib/server/shared-institutions.ts";
import { shareProvider } from "#lib/server/shared-provider.ts";
import { createWebServer } from "#lib/server/web-server.ts";
import { startTelemetry } from "#lib/telemetry/start-telemetry.ts";

type Config = ReturnType<typeof webConfig>;

async function main(): Promise<void> {
  const config = webConfig();
  const log = createLogger("web", config.logLevel);
  endOnUncaught(log);
  if (!config.development) quietConsole(log);
  const routes = routesOf(config.development ? [] : templatesIn(buildDirectory()));
  const telemetry = await startTelemetry("licet-web", config.telemetry, {
    ...{ route: routes.isKnown, job_kind: () => false, institution: () => false },
  });
  shareInstitutions(watchInstitutions(config.institutions, log));
  shareProvider(parseProviderFile(config.provider));
  await requireSchemas(config);

  letNextAuthTrustTheFront();
  const server = createWebServer(config);
  const app = next({
    dev: config.development,
    hostname: config.listen.host,
    port: config.listen.port,
    httpServer: server,
  });
  // The port is taken before the long part, so that a taken one is said at once; who calls meanwhile waits.
  const prepared = listen(server, config).then(async () => {
    await app.prepare();
    const styleAt = config.development ? undefined : stylesIn(buildDirectory());
    return front(config, app.getRequestHandler(), routes.of, styleAt);
  });
  server.on("request", async (request, response) => {
    try {
      await (await prepared)(request, response);
    } catch (err) {
      log.error({ err }, "request.failed");
      if (!response.headersSent) response.writeHead(500, { "Content-Type": "text/html" });
      response.end();
    }
  });
  if (!config.development) server.on("upgrade", (_request, socket) => socket.destroy());

  await prepared;
  log.info({ origin: config.origin }, "web.ready");

  const stop = () => {
    log.info("web.stopping");
    server.close(() => void telemetry.stop().then(() => process.exit(0)));
    server.closeIdleConnections();
    setTimeout(() => process.exit(0), 5_000).unref();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
}

async function requireSchemas({ databases }: Config): Promise<void> {
  for (const kind of ["data", "keys"] as const) {
    const db = openDatabase(kind === "data" ? databases.data : databases.key, { size: 1, name: "licet-web" });
    await requireCurrentSchema(db.$client, kind).finally(() => closeDatabase(db));
  }
}

function listen(server: Server, { listen: { host, port } }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
}

main().catch((failure: unknown) => {
  process.stderr.write(`${sentenceOf(failure)}\n`);
  process.exit(1);
});

function sentenceOf(failure: unknown): string {
  const known = [ConfigurationError, InstitutionFileError, ProviderFileError, MigrationError];
  if (known.some((kind) => failure instanceof kind)) return (failure as Error).message;
  if (failure instanceof Error && "code" in failure && failure.code === "EADDRINUSE") {
    return "The port in LICET_PORT or LICET_METRICS_PORT is taken by another program. Stop that one or choose another port.";
  }
  return failure instanceof Error ? `${failure.name}: ${failure.message}` : "The web server could not start.";
}
