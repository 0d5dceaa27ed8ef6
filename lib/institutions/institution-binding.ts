import { createHash } from "node:crypto";
import type { Institution } from "./institution-entry.ts";
import type { InstitutionSource } from "./institution-source.ts";

/** Where an access that was handed over for a bank goes, in one word: SHA-256, hexadecimal. */
export type InstitutionBinding = string;

const label = "licet/institution-binding/1";

/**
 * Two entries with the same binding send an access to the same hosts in the same protocol. Name, status, fields and
 * the order of hosts are not part of it; without a connection an access goes nowhere, which is a binding of its own.
 */
export function bindingOf({ id, connection }: Institution): InstitutionBinding {
  const way = connection
    ? [
        connection.protocol,
        connection.baseUrl,
        "custodyUrl" in connection ? connection.custodyUrl : null,
        [...connection.allowedHosts].sort(),
        [...connection.pageHosts].sort(),
      ]
    : [];
  return createHash("sha256")
    .update(JSON.stringify([label, id, ...way]))
    .digest("hex");
}

/** By the bank's id and the present file; `null` for a bank that is not in it. */
export const bindingsOf =
  (institutions: InstitutionSource) =>
  (institutionId: string): InstitutionBinding | null => {
    const entry = institutions.current().get(institutionId);
    return entry ? bindingOf(entry) : null;
  };
