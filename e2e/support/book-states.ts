import { expect } from "@playwright/test";
import type { PersonRole } from "#lib/access/roles.ts";
import { plantShared } from "./disclosures.ts";
import { plantRequest } from "./home-states.ts";
import { plantConsent } from "./links.ts";
import type { TestPerson } from "./people.ts";
import { giveSession, plantSession } from "./sessions.ts";
import type { Open, Stage } from "./stage.ts";
import { familyWealth } from "./wealth.ts";

const longName = "Maximiliane von Hohenburg-Löwenstein und zu Altenstadt";

/** Of what was planted past every rule the worker makes a summary as of anything else. */
async function summarise({ sql }: Stage, { tenantId, personId }: TestPerson): Promise<void> {
  const payload = { tenantId, investorId: personId };
  await sql`select graphile_worker.add_job('portfolio.summarise', ${sql.json(payload)}::json)`;
  const made = () => sql`select 1 from book_summaries where investor_id = ${personId}`;
  await expect.poll(async () => (await made()).length, { timeout: 20_000 }).toBeGreaterThan(0);
}

/** The advisor's book with everything that may be said of a client, and with nobody in it. */
export const bookStates = (
  become: (stage: Stage, role: PersonRole) => Promise<TestPerson>,
): Readonly<Record<string, Open>> => ({
  "a book with everything that may be said of a client": async (stage) => {
    const { tenantId } = await become(stage, "advisor");
    const client = (name: string) => stage.newPerson({ role: "investor", name, tenantId });
    const unread = await client(longName);
    await plantShared(stage.sql, unread);
    await summarise(stage, unread);
    await plantShared(stage.sql, await client("Beatriz Nunes"));
    const asked = await client("Ana Paz");
    await plantRequest(stage.sql, asked);
    const soon = await client("João Vaz");
    const consentId = await plantConsent(stage.sql, soon);
    await stage.sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`update consents set valid_until = now() + interval '9 days' where consent_id = ${consentId}`;
    });
    await stage.page.goto("/advisor?over=month");
    await stage.page.locator("main summary:visible").first().click();
  },
  "a book of a family’s wealth": async (stage) => {
    const { context, sql, page } = stage;
    const browser = context.browser();
    if (!browser) throw new Error("A state is opened in a browser.");
    const { tenantId } = await familyWealth(browser, sql);
    const advisor = await stage.newPerson({ role: "advisor", name: longName, tenantId });
    await giveSession(context, await plantSession(sql, advisor));
    await page.goto("/advisor?in=CHF&q=aranda");
  },
  "a book in which nobody was found": async (stage) => {
    const { tenantId } = await become(stage, "advisor");
    await plantConsent(stage.sql, await stage.newPerson({ role: "investor", name: longName, tenantId }));
    await stage.page.goto("/advisor?q=nobody-is-called-so");
  },
});
