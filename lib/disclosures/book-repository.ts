import { sql } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { DisclosureId, PersonId } from "#lib/kernel/id.ts";
import type { RecipientId } from "#lib/records/context.ts";
import type { Disclosure } from "./disclosure.ts";
import { disclosures } from "./schema.ts";

/** What is made of one investor for the acting viewer, in person or as one of their firm. */
export interface BookEntry {
  readonly investorId: PersonId;
  readonly recipientId: RecipientId;
  /** How many kinds of data of how many accounts are granted. */
  readonly granted: number;
  /** How many accounts of the investor are read of which the viewer is shown nothing, by whichever recipient. */
  readonly hidden: number;
  /** Names the version that there is; `null` while it is being worked out. */
  readonly stamp: string | null;
  /** Whether the viewer has noted this version before. */
  readonly isNoted: boolean;
}

export async function listBook(tx: Transaction): Promise<readonly BookEntry[]> {
  const { rows } = await tx.execute<{
    investor_id: PersonId;
    recipient_id: RecipientId;
    granted: string;
    hidden: string;
    stamp: string | null;
    is_noted: boolean;
  }>(sql`select investor_id, recipient_id, granted, hidden, stamp, is_noted from gate.own_book()`);
  return rows.map(({ investor_id: investorId, recipient_id: recipientId, is_noted: isNoted, ...row }) => ({
    ...{ investorId, recipientId, isNoted },
    ...{ granted: Number(row.granted), hidden: Number(row.hidden) },
    stamp: row.stamp,
  }));
}

/** However many there are, the statement is one and the same. */
export async function insertDisclosures(
  tx: Transaction,
  notes: readonly Omit<Disclosure, "at">[],
): Promise<void> {
  const rows = notes.map((note) => ({
    ...{ tenant_id: note.tenantId, disclosure_id: note.disclosureId, investor_id: note.investorId },
    ...{ viewer_type: note.viewerType, viewer_id: note.viewerId, what: note.what },
    ...{ consent_ids: note.consentIds, clusters: note.clusters, account_ids: note.accountIds },
    event_id: note.eventId,
  }));
  const columns =
    sql.raw(`tenant_id, disclosure_id, investor_id, viewer_type, viewer_id, what, consent_ids, clusters,
    account_ids, event_id`);
  await tx.execute(sql`insert into ${disclosures} (${columns})
    select ${columns} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n (tenant_id text,
      disclosure_id text, investor_id text, viewer_type text, viewer_id text, what text, consent_ids text[],
      clusters data_cluster[], account_ids text[], event_id text)`);
}

export interface BookNote {
  readonly tenantId: Disclosure["tenantId"];
  readonly viewerId: Disclosure["viewerId"];
  readonly investorId: PersonId;
  readonly disclosureId: DisclosureId;
  readonly stamp: string;
}

/** From this statement on the viewer is shown these versions. */
export async function insertBookNotes(tx: Transaction, notes: readonly BookNote[]): Promise<void> {
  const rows = notes.map(({ tenantId, viewerId, investorId, disclosureId, stamp }) => ({
    ...{ tenant_id: tenantId, viewer_id: viewerId, investor_id: investorId },
    ...{ disclosure_id: disclosureId, stamp },
  }));
  await tx.execute(sql`insert into book_notes (tenant_id, viewer_id, stamp, investor_id, disclosure_id)
    select tenant_id, viewer_id, stamp, investor_id, disclosure_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as n (tenant_id text, viewer_id text, stamp uuid, investor_id text, disclosure_id text)
    on conflict do nothing`);
}
