import { createHash } from "node:crypto";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { requireFreshAuthentication, requirePerson } from "#lib/access/permissions.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import { inSearchTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { awaitInLog, findPlaces, proveLater } from "#lib/audit/read-evidence.ts";
import { type StreamedFile, streamZip } from "#lib/files/zip-stream.ts";
import { AppError } from "#lib/kernel/errors.ts";
import { evidencePackBegun, evidencePackMade } from "./audit-events.ts";
import { type EvidenceAsked, factsOf, mostEntries, type Subject, timeOf } from "./evidence.ts";
import { readNames } from "./evidence-repository.ts";
import { findSubject } from "./find-subject.ts";
import { type PackedFile, packFiles, writeManifest, writeSeal } from "./manifest.ts";
import { PackContents } from "./pack-contents.ts";
import type { EvidenceMeans, PackPlan } from "./pack-plan.ts";

const packsPerPerson = { name: "evidence.make", limit: 30, windowSeconds: 60 * 60 };

/**
 * A ZIP of all that proves what happened to a consent, an investor, a credential, or within some days, made while it is
 * read. That it was asked for is in the log before its first byte, and what left, to the byte, before its last: the
 * entry of that is in the pack with its proof, so whoever has the log's key finds every change to the pack.
 */
export async function* makeEvidencePack(
  base: Context,
  means: EvidenceMeans,
  asked: EvidenceAsked,
): AsyncGenerator<Buffer> {
  const actor = requirePerson(base, "evidence.make");
  requireFreshAuthentication(base);
  const ctx = { ...base, actor };
  await takeTurn(ctx, packsPerPerson, actor.personId);
  const plan = await planPack(ctx, means, asked);
  const written = { hash: createHash("sha256"), bytes: 0 };
  for await (const piece of streamZip(plan.madeAt, files(plan, written))) {
    written.hash.update(piece);
    written.bytes += piece.length;
    yield piece;
  }
}

type Written = { readonly hash: ReturnType<typeof createHash>; bytes: number };

async function planPack(
  ctx: Context<PersonActor>,
  means: EvidenceMeans,
  asked: EvidenceAsked,
): Promise<PackPlan> {
  const { about } = asked;
  const { tenantId, personId } = ctx.actor;
  const { origin, patienceMs } = means;
  const begun = await inSearchTransaction(ctx, async (tx) => {
    const subject = await findSubject(tx, ctx, about);
    const found = await findPlaces(tx, tenantId, soughtFor(asked, subject), mostEntries);
    requireFew(found.length);
    const event = evidencePackBegun({ ...factsOf(about), entries: found.length });
    const { eventId } = await appendAudit(tx, ctx, event);
    return { subject, eventId, names: await readNames(tx, tenantId, personId) };
  });
  const { subject, names, eventId } = begun;
  const state = await awaitInLog(ctx, { origin, tenantId, eventId, isSought: true }, patienceMs);
  const found = await inSearchTransaction(ctx, (tx) =>
    findPlaces(tx, tenantId, soughtFor(asked, subject), mostEntries),
  );
  requireFew(found.length);
  const places = found.filter((place) => place < state.size);
  return { ...asked, ctx, means, subject, names, state, places, madeAt: ctx.clock.now() };
}

const soughtFor = ({ about }: EvidenceAsked, subject: Subject | null) =>
  about.kind === "period" ? timeOf(about) : { ids: subject?.ids ?? [] };

function requireFew(found: number): void {
  if (found > mostEntries) throw new AppError("evidence.too_many", { mostEntries });
}

/** The contents, each with its hash taken while it passes, then what holds them together, then what proves that. */
async function* files(plan: PackPlan, written: Written): AsyncGenerator<StreamedFile> {
  const contents = new PackContents(plan);
  const packed: PackedFile[] = [];
  for await (const { name, content } of contents.files()) {
    yield { name, content: hashed(name, content, packed) };
  }
  const { about, subject, state, names, madeAt, ctx, places, means } = plan;
  const before = { bytes: written.bytes, sha256: written.hash.copy().digest("hex") };
  const manifest = writeManifest({
    origin: means.origin,
    firm: { id: ctx.actor.tenantId, name: names.firm },
    about,
    ids: [...(subject?.ids ?? [])],
    madeAt: madeAt.toISOString(),
    madeBy: ctx.actor.personId,
    logSize: state.size,
    entries: places.length,
    textsMissing: contents.textsMissing,
    before,
    files: packed,
  });
  yield { name: packFiles.manifest, content: [manifest], isStored: true };
  const seal = await sealPack(plan, manifest, { files: packed.length, bytes: before.bytes });
  yield { name: packFiles.seal, content: [seal], isStored: true };
}

async function* hashed(
  name: string,
  content: StreamedFile["content"],
  packed: PackedFile[],
): AsyncGenerator<Uint8Array> {
  const sum = createHash("sha256");
  let bytes = 0;
  for await (const piece of content) {
    const buffer = Buffer.from(piece);
    sum.update(buffer);
    bytes += buffer.length;
    yield buffer;
  }
  packed.push({ name, bytes, sha256: sum.digest("hex") });
}

/** The manifest's hash goes into the log, and the pack ends with the proof that it is there. */
async function sealPack(
  { ctx, about, places, means, state }: PackPlan,
  manifest: string,
  counts: { readonly files: number; readonly bytes: number },
): Promise<string> {
  const { tenantId } = ctx.actor;
  const { origin, patienceMs } = means;
  const manifestSha256 = createHash("sha256").update(manifest).digest("hex");
  const event = evidencePackMade({ ...factsOf(about), entries: places.length, ...counts, manifestSha256 });
  const { eventId } = await inSearchTransaction(ctx, (tx) => appendAudit(tx, ctx, event));
  await awaitInLog(ctx, { origin, tenantId, eventId, isSought: false }, patienceMs);
  return writeSeal(await proveLater(ctx, { origin, tenantId, eventId }, state));
}
