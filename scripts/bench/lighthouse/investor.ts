import type postgres from "postgres";
import { readWebConfig } from "#lib/config/web-config.ts";
import { giveConsent } from "#lib/consent/give-consent.ts";
import { presentConsent } from "#lib/consent/present-consent.ts";
import { requestConsent } from "#lib/consent/request-consent.ts";
import { closeDatabase, openDatabase } from "#lib/db/database.ts";
import type { Stack } from "../../runtime/stack.ts";
import { benchTerms, contextOf, newFirm } from "../consent/firm.ts";
import { signIn } from "./sign-in.ts";

export interface LookedAt {
  /** The whole `Cookie` header of somebody who is signed in. */
  readonly cookie: string;
  /** Waits for its answer. */
  readonly askedFor: string;
  /** Has been read, and waits to be agreed to. */
  readonly shown: { readonly consentId: string; readonly presentationId: string };
  readonly given: string;
}

/** Somebody with a consent at each step of the journey, made by the use cases themselves, and signed in. */
export async function investorInTheMiddle(stack: Stack, sql: postgres.Sql): Promise<LookedAt> {
  const db = openDatabase(readWebConfig(stack.environment).databases.data, { size: 2, name: "licet-bench" });
  try {
    const firm = await newFirm(sql, 1);
    await sql`update tenants set accent = '#7a1f3d' where tenant_id = ${firm.tenantId}`;
    const [investorId] = firm.investorIds;
    if (!investorId) throw new Error("no investor");
    const advisor = contextOf(db, firm, firm.advisorId, "advisor");
    const ctx = contextOf(db, firm, investorId, "investor");
    const request = () => requestConsent(advisor, { investorId, terms: benchTerms(firm) });
    const show = (consentId: Awaited<ReturnType<typeof request>>) =>
      presentConsent(ctx, { consentId, shownFor: "give", locale: "en", choice: {} });
    const [given, read, askedFor] = [await request(), await request(), await request()];
    const { presentationId, sha256 } = await show(given);
    await giveConsent(ctx, { consentId: given, presentationId, sha256 });
    const shown = { consentId: read, presentationId: (await show(read)).presentationId };
    const cookie = await signIn(stack, sql, { tenantId: firm.tenantId, personId: investorId });
    return { cookie, askedFor, shown, given };
  } finally {
    await closeDatabase(db);
  }
}
