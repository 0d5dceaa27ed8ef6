import { readConsentHistory, readShownTexts } from "#lib/consent/read-consent-evidence.ts";
import { listConsents } from "#lib/consent/read-consents.ts";
import type { ConsentView } from "#lib/consent/view.ts";
import { idSchema } from "#lib/kernel/id.ts";
import { listReceipts, readReceipt } from "#lib/receipts/read-receipt.ts";
import { formatReceiptFile } from "#lib/receipts/receipt-file.ts";
import { listCredentials } from "#lib/vault/read-credentials.ts";
import type { ExportPart, Json, Source } from "./export-part.ts";

const consentOf = ({ id }: ConsentView) => idSchema("con").parse(id);

export const consentsPart: ExportPart = {
  name: "consents",
  columns: [
    ...[
      "id",
      "state",
      "isInForce",
      "requestedAt",
      "answerBy",
      "givenAt",
      "validUntil",
      "endedAt",
      "keptUntil",
    ],
    ...["wholeTeam", "advisors", "programs", "data", "perDay", "duration", "accounts", "retentionDays"],
    ...["lawfulBasis", "region", "replacesId"],
  ],
  async *read({ ctx }) {
    for (const consent of await listConsents(ctx)) {
      const { id, state, isInForce, requestedAt, answerBy, givenAt, validUntil, endedAt, keptUntil } =
        consent;
      const { perDay, duration, retentionDays, lawfulBasis, region, replacesId } = consent;
      const { wholeTeam, advisors, programs } = consent.recipients;
      const about = { id, state, isInForce, requestedAt, answerBy, givenAt, validUntil, endedAt, keptUntil };
      const recipients = {
        wholeTeam,
        advisors: advisors.map((advisor) => advisor.name ?? advisor.id),
        programs: programs.map((program) => program.id),
      };
      const data = consent.clusters.map((terms): Json => JSON.parse(JSON.stringify(terms)));
      const terms = {
        data,
        perDay,
        duration,
        accounts: consent.accountIds,
        retentionDays,
        lawfulBasis,
        region,
      };
      yield { row: { ...about, ...recipients, ...terms, replacesId } };
    }
  },
};

export const consentHistoryPart: ExportPart = {
  name: "consentHistory",
  columns: ["consentId", "at", "act", "state", "actorType", "actorId", "channel", "reason"],
  async *read({ ctx }) {
    for (const consent of await listConsents(ctx)) {
      for (const entry of await readConsentHistory(ctx, consentOf(consent))) {
        const { at, act, state, actorType, actorId, channel, reason } = entry;
        yield { row: { consentId: consent.id, at, act, state, actorType, actorId, channel, reason } };
      }
    }
  },
};

/** Every text that was shown, to the byte: its SHA-256 is that of the file. */
export const consentTextsPart: ExportPart = {
  name: "consentTexts",
  columns: [
    "consentId",
    "id",
    "shownFor",
    "version",
    "language",
    "presentedAt",
    "acceptedAt",
    "sha256",
    "file",
  ],
  async *read({ ctx }) {
    for (const consent of await listConsents(ctx)) {
      for (const shown of await readShownTexts(ctx, consentOf(consent))) {
        const { presentationId: id, shownFor, version, locale: language, presentedAt, acceptedAt } = shown;
        const name = `consent-texts/${id}.md`;
        const about = { consentId: consent.id, id, shownFor, version, language, presentedAt, acceptedAt };
        yield {
          row: { ...about, sha256: shown.sha256, file: name },
          file: { name, content: shown.text },
        };
      }
    }
  },
};

export const receiptsPart: ExportPart = {
  name: "receipts",
  columns: ["id", "kind", "subjectId", "issuedAt", "file"],
  async *read(source) {
    for (const subjectId of await subjectsOf(source)) {
      for (const { id, kind, issuedAt } of await listReceipts(source.ctx, subjectId)) {
        const name = `receipts/${id}.json`;
        const file = await readReceipt(source.ctx, source.auditOrigin, idSchema("rcp").parse(id));
        yield {
          row: { id, kind, subjectId, issuedAt, file: name },
          file: { name, content: formatReceiptFile(file) },
        };
      }
    }
  },
};

async function subjectsOf({ ctx }: Source) {
  const [consents, credentials] = [await listConsents(ctx), await listCredentials(ctx)];
  return [...consents.map(consentOf), ...credentials.map(({ id }) => idSchema("crd").parse(id))];
}
