import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Sql } from "postgres";

import type { ReceivedMail } from "./inbox.ts";
import type { TestPerson } from "./people.ts";
import { stack } from "./stack.ts";

type Owner = Pick<TestPerson, "tenantId" | "personId">;
type Row = Readonly<Record<string, unknown>>;

interface Planting {
  /** Columns of the invitation that differ. */
  readonly invitation?: Row;
  readonly consent?: Row;
  /** The link is one of an older mail. */
  readonly isReplaced?: boolean;
}

export interface PlantedInvitation {
  readonly invitationId: string;
  readonly consentId: string;
  readonly path: string;
}

/** An invitation as if it had been mailed a moment ago, without its mail. */
export async function plantInvitation(
  sql: Sql,
  { tenantId, personId: investorId }: Owner,
  invitedBy: string,
  { invitation = {}, consent = {}, isReplaced = false }: Planting = {},
): Promise<PlantedInvitation> {
  const [consentId, invitationId] = [`con_${randomUUID()}`, `inv_${randomUUID()}`];
  const token = randomBytes(32).toString("base64url");
  const hash = createHash("sha256").update(token).digest();
  const parties = { tenant_id: tenantId, consent_id: consentId, investor_id: investorId };
  const now = Date.now();
  const terms = {
    clusters: [{ cluster: "balances", purposes: ["overview"], historyFrom: null, leavesOut: [] }],
    ...{ access: { kind: "ongoing", perDay: 1 }, duration: "P6M", retentionDays: 30, lawfulBasis: "consent" },
  };
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`insert into consents ${tx({
      ...{ ...parties, state: "requested", revision: 1, whole_team: true, advisor_ids: [], client_ids: [] },
      ...{ terms: tx.json(terms), region: "eu-nl", requested_by: invitedBy },
      ...{ requested_at: new Date(now), answer_by: new Date(now + 30 * 86_400_000), ...consent },
    })}`;
    await tx`insert into invitations ${tx({
      ...{ ...parties, invitation_id: invitationId, invited_by: invitedBy, locale: "en", mailings: 1 },
      ...{ token_hash: isReplaced ? randomBytes(32) : hash, asked_at: new Date(now), sent_at: new Date(now) },
      ...{ expires_at: new Date(now + 14 * 86_400_000), created_at: new Date(now), ...invitation },
    })}`;
    await tx`insert into invitation_links ${tx({
      ...{ tenant_id: tenantId, token_hash: hash, invitation_id: invitationId },
      ...{ investor_id: investorId, made_at: new Date(now) },
    })}`;
  });
  return { invitationId, consentId, path: `/invitation?token=${token}` };
}

/** As if the person had been added by an invitation and never been here. */
export async function neverHere(sql: Sql, { personId }: Owner): Promise<void> {
  await sql`update people set invited_at = now(), signed_in_at = null where person_id = ${personId}`;
}

export function invitationIn({ links, subject }: ReceivedMail): string {
  const link = links.find((one) => one.startsWith(`${stack.origin}/invitation?token=`));
  if (!link) throw new Error(`The mail "${subject}" has no invitation.`);
  return link;
}
