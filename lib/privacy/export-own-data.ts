import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { byteOrderMark, csvLine } from "#lib/files/csv.ts";
import { createZip, type Zip, type ZipEntry } from "#lib/files/zip.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { newId, type PersonId } from "#lib/kernel/id.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { dataExported } from "./audit-events.ts";
import { cellOf, type ExportPart, type Source } from "./export-part.ts";
import { exportParts } from "./export-parts.ts";
import { exportReadme } from "./export-readme.ts";
import { insertRequest } from "./rights-repository.ts";
import { dayOf, type RightsRequest, received } from "./rights-request.ts";

/** Changes its meaning never; what is added to it is told in `docs/data-export.md`. */
export const exportSchema = "licet-data/1";
const folder = "licet-data";

const exportsPerPerson = { name: "privacy.export", limit: 6, windowSeconds: 60 * 60 };
/** Whose export this process is making: one at a time for each person, however often it is asked for meanwhile. */
const beingMade = new Set<PersonId>();
/** About as long as a large one takes. */
const retryAfterSeconds = 30;

export type Sources = Pick<Source, "keys" | "auditOrigin" | "bankName"> & { readonly locale: Locale };

/**
 * Everything that is kept of the acting person, as one document that machines read and as tables that spreadsheets open
 * (GDPR Art. 15(3) and 20(1)). It is handed out once its event is written. What is in memory at a time is one kind of
 * data and what is compressed of the rest.
 */
export async function exportOwnData(ctx: Context, sources: Sources): Promise<Buffer> {
  const actor = requirePerson(ctx, "privacy.export");
  requireFreshAuthentication(ctx);
  if (beingMade.has(actor.personId))
    throw new AppError("auth.too_many_attempts", { limit: exportsPerPerson.name, retryAfterSeconds });
  beingMade.add(actor.personId);
  try {
    await takeTurn(ctx, exportsPerPerson, actor.personId);
    return await makeArchive({ ...ctx, actor }, sources);
  } finally {
    beingMade.delete(actor.personId);
  }
}

async function makeArchive(ctx: Context<PersonActor>, { locale, ...rest }: Sources): Promise<Buffer> {
  const source: Source = { ...rest, ctx, periods: [] };
  const at = ctx.clock.now();
  const zip = createZip(at);
  await zip.file(`${folder}/README.txt`, exportReadme(locale, at));
  const counts = await writeParts(zip, source, at);
  const archive = await zip.finish();
  await inTransaction(ctx, async (tx) => {
    await insertRequest(tx, ownCopy(ctx, at));
    await appendAudit(tx, ctx, dataExported({ ...counts, bytes: archive.length }));
  });
  return archive;
}

/** In the firm's register it stands as a request that was answered as it came. */
function ownCopy({ actor, clock }: Context<PersonActor>, at: Date): RightsRequest {
  const { tenantId, personId } = actor;
  const request = received({
    ...{ tenantId, requestId: newId("rrq"), investorId: personId, kind: "access", channel: "selfService" },
    ...{ receivedOn: dayOf(at), recordedBy: personId, recordedAt: clock.now() },
  });
  return { ...request, outcome: "granted", closedBy: personId, closedAt: clock.now() };
}

async function writeParts(zip: Zip, source: Source, at: Date) {
  const document = zip.entry(`${folder}/data.json`);
  await document.write(`{"schema":"${exportSchema}","madeAt":"${at.toISOString()}"`);
  let rows = 0;
  let files = 0;
  for (const part of exportParts) {
    const written = await writePart(zip, document, part, source);
    rows += written.rows;
    files += written.files;
  }
  await document.write("}\n");
  return { rows, files };
}

async function writePart(zip: Zip, document: ZipEntry, part: ExportPart, source: Source) {
  const { name, columns } = part;
  const table = zip.entry(`${folder}/${name}.csv`);
  await table.write(byteOrderMark + csvLine(columns));
  await document.write(`,\n"${name}":[`);
  let [rows, files] = [0, 0];
  for await (const { row, file } of part.read(source)) {
    const told = Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
    await document.write(`${rows === 0 ? "" : ","}\n${JSON.stringify(told)}`);
    await table.write(csvLine(columns.map((column) => cellOf(row[column]))));
    if (file) await zip.file(`${folder}/${file.name}`, file.content);
    rows += 1;
    files += file ? 1 : 0;
  }
  await document.write("]");
  return { rows, files };
}
