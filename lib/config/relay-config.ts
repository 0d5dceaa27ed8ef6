import { isIPv6 } from "node:net";
import { Secret } from "#lib/kernel/secret.ts";
import { ConfigurationError, fileContent, text, wholeNumber } from "./environment.ts";

/** How web and worker know each other where an answer to a bank goes from one to the other; the same for both. */
export const relayVariables = {
  LICET_RELAY_CERT: fileContent("the path of this process's own certificate for the relay of answers (PEM)"),
  LICET_RELAY_KEY: fileContent("the path of that certificate's private key (PEM)"),
  LICET_RELAY_CA: fileContent("the path of the authority (PEM) that signs both sides' certificates"),
};

/** The worker's alone: where it takes answers, and by which name web finds it there. */
export const relayListenVariables = {
  LICET_RELAY_HOST: text("the address to take answers at, such as 127.0.0.1").default("127.0.0.1"),
  LICET_RELAY_PORT: wholeNumber("the port to take answers at, or 0 for any free one", 0, 65_535).default(0),
  LICET_RELAY_NAME: text("the host name or address by which web reaches this worker").optional(),
};

export function toRelayTls(read: {
  LICET_RELAY_CERT: string;
  LICET_RELAY_KEY: string;
  LICET_RELAY_CA: string;
}) {
  return {
    certificate: read.LICET_RELAY_CERT,
    privateKey: new Secret(read.LICET_RELAY_KEY),
    authority: read.LICET_RELAY_CA,
  };
}

/** Every address of the machine is where one listens and nowhere that one is found. */
const everywhere = ["0.0.0.0", "::"];
/** As the database takes it into an authorisation (drizzle/data/0020_authorisations.sql). */
const hostName = /^[A-Za-z0-9.-]{1,253}$/;

export function toRelayListen(read: {
  LICET_RELAY_HOST: string;
  LICET_RELAY_PORT: number;
  LICET_RELAY_NAME?: string | undefined;
}) {
  const { LICET_RELAY_HOST: host, LICET_RELAY_PORT: port, LICET_RELAY_NAME: name = host } = read;
  if (everywhere.includes(name)) {
    throw new ConfigurationError([
      "LICET_RELAY_NAME is missing: it goes with a LICET_RELAY_HOST of every address",
    ]);
  }
  if (!(isIPv6(name) && !name.includes("%")) && !hostName.test(name)) {
    throw new ConfigurationError([
      "LICET_RELAY_NAME is wrong: it wants a host name of letters, digits, dots and hyphens, or an address",
    ]);
  }
  return { host, port, name };
}
