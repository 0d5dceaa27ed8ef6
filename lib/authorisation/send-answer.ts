import { request } from "node:https";
import { json } from "node:stream/consumers";
import { AppError } from "#lib/kernel/errors.ts";
import type { Acknowledgement } from "./answer.ts";
import { acknowledgedSchema, type Relayed, type RelayTls, relayNames, relayPath } from "./relay.ts";

/** The bank may be asked how it stands just then; what is given after that is said to have failed, and may be sent again. */
const patienceMs = 20_000;

/**
 * Hands an answer to the worker that holds its dialog, and says what the worker said. Whether a request that was cut
 * reached the dialog nobody knows; sent again it counts once.
 */
export async function sendAnswer(
  relayed: Relayed,
  /** `host:port`, as the worker wrote it into the authorisation. */
  workerAddress: string,
  { certificate, privateKey, authority }: RelayTls,
): Promise<Acknowledgement> {
  try {
    const { hostname, port } = new URL(`https://${workerAddress}`);
    const answered = await post(JSON.stringify(relayed), {
      ...{ hostname, port, path: relayPath, method: "POST", agent: false },
      // Whatever the address: the certificate has to be the worker's, from our own authority.
      ...{ servername: relayNames.worker, ca: authority, cert: certificate, key: privateKey.reveal() },
      ...{ minVersion: "TLSv1.3", signal: AbortSignal.timeout(patienceMs) },
      headers: { "Content-Type": "application/json" },
    });
    return acknowledgedSchema.parse(answered).acknowledgement;
  } catch (cause) {
    throw new AppError("authorisation.unreachable", { authorisationId: relayed.authorisationId }, { cause });
  }
}

async function post(body: string, options: Parameters<typeof request>[1]): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const sent = request(options as object, (response) => {
      json(response).then(resolve, reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
