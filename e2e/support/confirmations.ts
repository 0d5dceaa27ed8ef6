import type { Sql } from "postgres";

import { plantConnection, plantEnding, plantQuestion, questions } from "./links.ts";
import type { TestPerson } from "./people.ts";

type Owner = Pick<TestPerson, "tenantId" | "personId">;

/** Of the investor among the access matrix's callers: one confirmation that is over, and one that shows a picture. */
export const overAt = {
  connectionId: "cnx_6f0a7c1e-3f55-4b4e-8d0e-5b8f2f6f9a01",
  authorisationId: "aut_6f0a7c1e-3f55-4b4e-8d0e-5b8f2f6f9a02",
};
export const pictureAt = {
  connectionId: "cnx_6f0a7c1e-3f55-4b4e-8d0e-5b8f2f6f9a03",
  authorisationId: "aut_6f0a7c1e-3f55-4b4e-8d0e-5b8f2f6f9a04",
};

/** One where the bank has let the person in. */
export const choosingAt = "cnx_6f0a7c1e-3f55-4b4e-8d0e-5b8f2f6f9a05";

/** Both confirmations with a word in them by which they are known again. */
export async function plantConfirmations(sql: Sql, owner: Owner, word: string): Promise<void> {
  await plantConnection(sql, owner, {}, overAt.connectionId);
  const over = { authorisation_id: overAt.authorisationId, message: word };
  await plantEnding(sql, owner, overAt.connectionId, "declined", over);

  await plantConnection(sql, owner, { state: "choosing" }, choosingAt);
  await plantConnection(sql, owner, {}, pictureAt.connectionId);
  const planted = await plantQuestion(sql, owner, pictureAt.connectionId, questions.code);
  await sql`update authorisations set authorisation_id = ${pictureAt.authorisationId}
    where authorisation_id = ${planted}`;
  await sql`insert into challenge_images (tenant_id, authorisation_id, step, investor_id, media_type, bytes)
    values (${owner.tenantId}, ${pictureAt.authorisationId}, 2, ${owner.personId}, 'image/png', ${Buffer.from(word)})`;
}
