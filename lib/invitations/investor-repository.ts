import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Transaction } from "#lib/db/database.ts";
import type { ConsentId, PersonId } from "#lib/kernel/id.ts";

const own = z.object({ institution_id: z.string().nullable(), advisor: z.string().nullable() });

/** Row security lets the investor see their own. An advisor who has left is named no more. */
export async function findOwnInvitation(tx: Transaction, consentId: ConsentId) {
  const { rows } = await tx.execute(sql`
    select i.institution_id, a.name as advisor from invitations i
    left join gate.firm_advisors() a on a.person_id = i.invited_by and not a.disabled
    where i.consent_id = ${consentId}`);
  if (rows[0] === undefined) return null;
  const { institution_id: institutionId, advisor } = own.parse(rows[0]);
  return { institutionId, advisor };
}

/** For the job that has an investor's data erased; answers how many invitations there were. */
export async function eraseReferences(tx: Transaction, investorId: PersonId): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(
    sql`select gate.erase_invitations_of(${investorId}) as count`,
  );
  return rows[0]?.count ?? 0;
}
