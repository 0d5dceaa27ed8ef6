import { isIPv6 } from "node:net";
import type { Deliver } from "./keep-dialogs.ts";
import type { RelayTls } from "./relay.ts";
import { serveAnswers } from "./serve-answers.ts";

export interface RelaySettings {
  readonly tls: RelayTls;
  /** `name` is what web reaches this very process by. */
  readonly listen: { readonly host: string; readonly port: number; readonly name: string };
}

export interface RunningRelay {
  /** As it stands in the authorisations that this process leads. */
  readonly address: string;
  /** Whoever is being answered hears nothing more, and may send again. */
  close(): Promise<void>;
}

/** Takes answers for the dialogs in this process's memory. */
export async function startRelay(deliver: Deliver, { tls, listen }: RelaySettings): Promise<RunningRelay> {
  const server = await serveAnswers(deliver, tls, listen);
  const host = isIPv6(listen.name) ? `[${listen.name}]` : listen.name;
  return { address: `${host}:${server.port}`, close: () => server.close() };
}
