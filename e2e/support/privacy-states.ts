import type { Sql } from "postgres";
import { newId } from "#lib/kernel/id.ts";
import type { TestPerson } from "./people.ts";
import type { Investor, Open } from "./stage.ts";

type Line = readonly [kind: string, state: string, reason: string, until: string | null];
const soon = "2027-05-20T12:00:00Z";

/** With every kind of line in every way in which one can stand. */
const lines: readonly Line[] = [
  ["consents", "done", "met", null],
  ["bankSide", "open", "bankNotTold", soon],
  ["bankSide", "done", "confirmed", null],
  ["bankSide", "done", "lapsed", null],
  ["bankAccess", "open", "notYet", null],
  ["bankAccess", "done", "nothingThere", null],
  ["records", "done", "met", null],
  ["links", "open", "notYet", null],
  ["notice", "done", "notSent", null],
  ["person", "done", "met", null],
  ["evidence", "kept", "proofOfConsent", soon],
  ["keyBackups", "done", "timePassed", null],
  ["dataBackups", "waiting", "backups", soon],
];

/** An erasure in the middle of everything, or one that is complete. */
export async function plantErasure(
  sql: Sql,
  { tenantId, personId }: TestPerson,
  isComplete = false,
): Promise<string> {
  const erasureId = newId("era");
  await sql`insert into erasures (tenant_id, erasure_id, investor_id, begun_at, evidence_until, completed_at)
    values (${tenantId}, ${erasureId}, ${personId}, now() - interval '1 hour', now() + interval '2 years',
      ${isComplete ? sql`now()` : null})`;
  const told = isComplete ? lines.filter(([, state]) => state === "done" || state === "kept") : lines;
  for (const [kind, state, reason, until] of told) {
    const subject = kind === "bankSide" ? newId("cnx") : kind === "bankAccess" ? newId("crd") : erasureId;
    await sql`insert into erasure_obligations (tenant_id, erasure_id, investor_id, kind, subject_id, state, reason, until,
        settled_at) values (${tenantId}, ${erasureId}, ${personId}, ${kind}, ${subject}, ${state}, ${reason}, ${until},
        ${state === "open" ? null : sql`now()`})`;
  }
  return erasureId;
}

export const privacyStates = (investor: Investor): Readonly<Record<string, Open>> => ({
  "your data": async (stage) => {
    await investor(stage);
    await stage.page.goto("/your-data");
  },
  "your data, once somebody has confirmed who they are": async (stage) => {
    await investor(stage);
    await stage.page.goto("/your-data?confirmed=1");
  },
  "what erasing means": async (stage) => {
    await investor(stage);
    await stage.page.goto("/your-data/erase");
  },
  "erasing with another word than the one asked for": async (stage) => {
    await investor(stage);
    await stage.page.goto("/your-data/erase");
    await stage.page.locator("main input[name=word]").fill("no");
    await stage.page.locator("main form button").click();
    await stage.page.locator("main").getByRole("alert").waitFor();
  },
  "the reference of an erasure is asked for": async ({ page }) => {
    await page.goto("/erasure");
  },
  "an erasure that nobody knows": async ({ page }) => {
    await page.goto(`/erasure?reference=${newId("era")}`);
  },
  "an erasure that is under way": async (stage) => {
    const person = await stage.newPerson({ role: "investor" });
    await stage.page.goto(`/erasure?reference=${await plantErasure(stage.sql, person)}`);
  },
  "an erasure that is complete": async (stage) => {
    const person = await stage.newPerson({ role: "investor" });
    await stage.page.goto(`/erasure?reference=${await plantErasure(stage.sql, person, true)}`);
  },
});
