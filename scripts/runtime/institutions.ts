import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";

interface Place {
  readonly retailApi: number;
  readonly retailPage: number;
  readonly privateApi: number;
  readonly privatePage: number;
}

/** The demo's invented banks, and how those that were started here are reached: their ports are another's at each start. */
export function writeInstitutions(directory: string, ports: Place, authority: string): string {
  const written = readFileSync(new URL("../../sandbox/institutions.yaml", import.meta.url), "utf8");
  const { institutions } = parse(written) as { institutions: { readonly id: string }[] };
  const here = { sandbox: true, certificateAuthorities: [authority], approach: "embedded", pollSeconds: 1 };
  const connections: Readonly<Record<string, object>> = {
    "sandbox-retail": {
      protocol: "xs2a",
      baseUrl: `https://localhost:${ports.retailApi}/psd2`,
      allowedHosts: [`localhost:${ports.retailApi}`],
      pageHosts: [`localhost:${ports.retailPage}`],
      ...here,
      credentialRoles: { userId: "userId", password: "pin" },
      oauthClientId: "PSDES-EXAMPLE-1",
      access: "allAccounts",
      cardAccounts: true,
      readsChanges: true,
    },
    "sandbox-private": {
      protocol: "openwealth",
      baseUrl: `https://localhost:${ports.privateApi}/openwealth`,
      custodyUrl: `https://localhost:${ports.privateApi}/openwealth/v3`,
      allowedHosts: [`localhost:${ports.privateApi}`],
      pageHosts: [`localhost:${ports.privatePage}`],
      ...here,
      credentialRoles: { userId: "contract", password: "password", corporateId: "card" },
      oauthClientId: "PSDCH-EXAMPLE-1",
      access: "allAccounts",
      dayRanges: true,
    },
  };
  const reached = institutions.map((one) =>
    one.id in connections ? { ...one, connection: connections[one.id] } : one,
  );
  const file = join(directory, "institutions.yaml");
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(file, stringify({ institutions: reached }, { aliasDuplicateObjects: false }));
  return file;
}
