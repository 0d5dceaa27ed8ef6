import "server-only";

import type { Context } from "#lib/access/context.ts";
import { webConfig } from "#lib/config/web-config.ts";
import type { EvidenceAsked } from "#lib/evidence/evidence.ts";
import { makeEvidencePack } from "#lib/evidence/make-evidence-pack.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { fileResponse } from "./file-response.ts";
import { institutions } from "./institutions.ts";

/** The log is signed every second; where it takes longer, somebody waits this long and is told. */
const patienceMs = 20_000;

/** An evidence pack while it is made, with what this process calls the log and the banks. Its name names nobody. */
export function evidenceFile(ctx: Context, locale: Locale, asked: EvidenceAsked): Promise<Response> {
  const bankName = (institutionId: string) => institutions().get(institutionId)?.name ?? null;
  const means = { origin: webConfig().auditOrigin, locale, bankName, patienceMs };
  const day = ctx.clock.now().toISOString().slice(0, 10);
  return fileResponse({
    type: "application/zip",
    name: `licet-evidence-${day}.zip`,
    pieces: makeEvidencePack(ctx, means, asked),
  });
}
