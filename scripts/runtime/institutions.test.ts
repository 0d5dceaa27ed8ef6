import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { connectorFor } from "#lib/bank-connectors.ts";
import { parseInstitutionFile } from "#lib/institutions/institution-file.ts";
import { writeInstitutions } from "./institutions.ts";
import { issueAuthority } from "./issue-certificate.ts";

test("the demo’s banks are as they are described, with the way to those that are spoken to", async () => {
  const ports = { retailApi: 3007, retailPage: 3008, privateApi: 3009, privatePage: 3010 };
  const directory = mkdtempSync(join(tmpdir(), "institutions-"));
  const { certificate } = await issueAuthority(new Date());
  const file = writeInstitutions(directory, ports, certificate);
  const institutions = parseInstitutionFile(readFileSync(file, "utf8"));
  rmSync(directory, { recursive: true });

  const described = readFileSync(new URL("../../sandbox/institutions.yaml", import.meta.url), "utf8");
  const without = [...institutions.values()].map(({ connection: _, ...rest }) => rest);
  expect(without).toEqual([...parseInstitutionFile(described).values()]);
  const retail = institutions.get("sandbox-retail");
  expect(retail?.connection).toMatchObject({ baseUrl: "https://localhost:3007/psd2", sandbox: true });
  const custodian = institutions.get("sandbox-private");
  expect(custodian?.connection).toMatchObject({ custodyUrl: "https://localhost:3009/openwealth/v3" });
  for (const one of [retail, custodian]) {
    const connector = one && connectorFor(one, null);
    expect(connector?.institutionId).toBe(one?.id);
    await connector?.close();
  }
});
