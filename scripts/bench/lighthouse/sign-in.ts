import { createHash, randomBytes } from "node:crypto";
import { encode } from "next-auth/jwt";
import type postgres from "postgres";
import { newId } from "#lib/kernel/id.ts";
import type { Stack } from "../../runtime/stack.ts";

const twelveHours = 12 * 60 * 60;

/** The whole `Cookie` header of somebody who is signed in. */
export async function signIn(
  { origin, environment }: Stack,
  sql: postgres.Sql,
  { tenantId, personId }: { readonly tenantId: string; readonly personId: string },
): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await sql`insert into sessions (tenant_id, session_id, person_id, token_hash, method, level, origin, idle_minutes,
      expires_at)
    values (${tenantId}, ${newId("ses")}, ${personId}, ${createHash("sha256").update(token).digest()}, 'mailLink',
      'full', ${origin}, 30, now() + interval '12 hours')`;
  const secret = environment.LICET_SESSION_SECRET ?? "";
  return `__Host-licet.session=${await encode({ token: { sid: token }, secret, maxAge: twelveHours })}`;
}
