import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { connectorFor } from "#lib/bank-connectors.ts";
import { InstitutionFileError, parseInstitutionFile } from "#lib/institutions/institution-file.ts";
import { scriptSide } from "./lines.ts";
import { probe } from "./probe.ts";
import { Misunderstood } from "./side.ts";
import { terminalSide } from "./words.ts";

const usage = `npm run bank:probe -- --institutions FILE --institution ID [--from DAY] [--return-to ADDRESS]
                      [--certificate FILE --key FILE]

Tries a bank: signs in, reads what it offers, ends the access again. Nothing is stored.

--institutions  the institutions file (docs/institutions.md)
--institution   the bank, by its id in that file
--from          the first day of the transactions, such as 2026-01-31; 90 days ago if it is left out
--return-to     where the bank's own page sends you back to; without it that page is not asked for
--certificate   the certificate (PEM) by which the bank knows who calls, with its --key

At a terminal it asks in words. Else it writes one JSON object a line and reads one a line:
{"credentials":{…}} first, then {"method":"id"}, {"code":"…"}, {"poll":true}, {"cancel":true} or {"redirected":"url"}.
It ends with 0 after {"kind":"end"}, with 1 after {"kind":"failed"}, and with 2 if it could not begin.`;

class Unusable extends Error {}

const ninetyDaysAgo = () => new Date(Date.now() - 90 * 86_400_000).toISOString().slice(0, 10);

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        institutions: { type: "string" },
        institution: { type: "string" },
        from: { type: "string" },
        "return-to": { type: "string" },
        certificate: { type: "string" },
        key: { type: "string" },
      },
    });
    const { institutions, institution, from = ninetyDaysAgo(), certificate, key } = values;
    const isWhole = institutions !== undefined && institution !== undefined && !certificate === !key;
    if (isWhole && /^\d{4}-\d{2}-\d{2}$/.test(from)) {
      return { institutions, id: institution, from, certificate, key, returnTo: values["return-to"] ?? null };
    }
  } catch {
    // Said below.
  }
  throw new Unusable(usage);
}

function fileText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    throw new Unusable(`${path} cannot be read`);
  }
}

async function main(): Promise<boolean> {
  const { institutions, id, from, certificate, key, returnTo } = readArguments();
  const institution = parseInstitutionFile(fileText(institutions)).get(id);
  if (!institution) throw new Unusable(`${institutions} has no institution ${id}`);
  const tls = certificate && key ? { certificate: fileText(certificate), privateKey: fileText(key) } : null;
  const connector = connectorFor(institution, tls);
  if (!connector) throw new Unusable(`${id} has no connection: the file does not say how it is reached`);
  const side = process.stdin.isTTY
    ? terminalSide(process.stdin, process.stdout)
    : scriptSide(process.stdin, process.stdout);
  try {
    return await probe({ institution, connector, from, returnTo }, side);
  } finally {
    side.close();
    await connector.close();
  }
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (failure) {
  const isKnown = [Unusable, InstitutionFileError, Misunderstood].some((kind) => failure instanceof kind);
  process.stderr.write(`${isKnown ? (failure as Error).message : "It ended in a fault of this program."}\n`);
  process.exitCode = 2;
}
