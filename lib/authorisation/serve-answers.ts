import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { TLSSocket } from "node:tls";
import type { AuthorisationId } from "#lib/kernel/id.ts";
import type { Deliver } from "./keep-dialogs.ts";
import { longestRelayed, type RelayTls, relayedSchema, relayNames, relayPath } from "./relay.ts";

export interface AnswerServer {
  readonly port: number;
  close(): Promise<void>;
}

/** How long anybody may take to say what they want. */
const patienceMs = 10_000;

/** Takes answers from web and from nobody else: whoever has no certificate of web's gets no word. */
export async function serveAnswers(
  deliver: Deliver,
  { certificate, privateKey, authority }: RelayTls,
  listen: { readonly host: string; readonly port: number },
): Promise<AnswerServer> {
  const server = createServer({
    ...{ cert: certificate, key: privateKey.reveal(), ca: authority },
    ...{ requestCert: true, rejectUnauthorized: true, minVersion: "TLSv1.3" },
    ...{ requestTimeout: patienceMs, headersTimeout: patienceMs, maxHeaderSize: 4_096 },
  });
  server.on("request", (request, response) => {
    answer(request, deliver).then(
      ([status, body]) => say(response, status, body),
      () => say(response, 500, {}),
    );
  });
  await new Promise<void>((listening, failed) => {
    server.once("error", failed);
    server.listen(listen.port, listen.host, listening);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : listen.port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  deliver: Deliver,
): Promise<readonly [status: number, body: object]> {
  if (!isWeb(request)) return [403, {}];
  if (request.method !== "POST" || request.url !== relayPath) return [404, {}];
  const body = await read(request);
  if (body === null) return [413, {}];
  const relayed = relayedSchema.safeParse(parseJson(body));
  if (!relayed.success) return [400, {}];
  const { authorisationId, step, answer: given } = relayed.data;
  return [200, { acknowledgement: await deliver(authorisationId as AuthorisationId, step, given) }];
}

function isWeb({ socket }: IncomingMessage): boolean {
  return (
    socket instanceof TLSSocket &&
    socket.authorized &&
    socket.getPeerCertificate().subject?.CN === relayNames.web
  );
}

async function read(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > longestRelayed) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function say(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(body));
  // Whoever sends too much is not read to the end.
  if (status === 413) response.socket?.destroySoon();
}
