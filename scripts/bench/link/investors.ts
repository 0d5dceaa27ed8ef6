import type postgres from "postgres";
import type { Agreement } from "#lib/consent/agree.ts";
import { giveConsent } from "#lib/consent/give-consent.ts";
import { presentConsent } from "#lib/consent/present-consent.ts";
import { requestConsent } from "#lib/consent/request-consent.ts";
import type { Database } from "#lib/db/database.ts";
import { benchTerms, contextOf, newFirm } from "../consent/firm.ts";
import type { Investor } from "./web-side.ts";

/** Investors of a firm of their own, signed in, each with a given consent that names no accounts yet. */
export async function newInvestors(sql: postgres.Sql, db: Database, count: number): Promise<Investor[]> {
  const firm = await newFirm(sql, count);
  const advisor = contextOf(db, firm, firm.advisorId, "advisor");
  const investors: Investor[] = [];
  for (const investorId of firm.investorIds) {
    const ctx = contextOf(db, firm, investorId, "investor");
    const { sessionId } = ctx.actor;
    await sql`insert into sessions (tenant_id, session_id, person_id, token_hash, method, level, origin, idle_minutes,
        expires_at)
      values (${firm.tenantId}, ${sessionId}, ${investorId}, sha256(${sessionId}::bytea), 'mailLink', 'full',
        'https://consent.example', 30, now() + interval '1 hour')`;
    const consentId = await requestConsent(advisor, { investorId, terms: benchTerms(firm) });
    const input = { consentId, shownFor: "give", locale: "en", choice: {} } as const;
    const { presentationId, sha256 } = await presentConsent(ctx, input);
    const agreement: Agreement = { consentId, presentationId, sha256 };
    await giveConsent(ctx, agreement);
    investors.push(ctx);
  }
  return investors;
}
