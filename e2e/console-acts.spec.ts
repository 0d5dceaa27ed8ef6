import { messages } from "#lib/i18n/messages.ts";
import { tenantIdOf } from "#scripts/seed.ts";
import { violations } from "./support/axe.ts";
import { expect, test } from "./support/licet.ts";
import { plantNaming } from "./support/oversight-states.ts";
import { firmNamed } from "./support/people.ts";
import { giveSession, plantSession } from "./support/sessions.ts";
import { speak } from "./support/states.ts";

test.describe.configure({ timeout: 180_000 });

const { console: overview, oversight, shell } = messages.en;
const tenantId = tenantIdOf(firmNamed("levatre"));

test("one person proposes an off-boarding, another one agrees in a browser of their own, and it is done before their eyes", async ({
  browser,
  context,
  page,
  newPerson,
  signedInAs,
  sql,
}) => {
  const investor = await newPerson({ role: "investor", name: "Ines Investor", tenantId });
  const leaver = await newPerson({ role: "advisor", name: "Lukas Leaver", tenantId });
  const stays = await newPerson({ role: "advisor", name: "Stella Stayer", tenantId });
  const alone: string[] = [];
  while (alone.length < 21) alone.push(await plantNaming(sql, investor, [leaver.personId]));
  const both = await plantNaming(sql, investor, [leaver.personId, stays.personId]);
  const stateOf = async (id: string) =>
    (await sql`select state from consents where consent_id = ${id}`)[0]?.state;

  await speak(context, "en");
  await signedInAs({ role: "compliance", name: "Petra Proposer", tenantId });
  await page.goto("/console/acts");
  await expect(page.getByRole("navigation", { name: shell.navigation })).toContainText(oversight.title);
  await page.getByRole("link", { name: oversight.begin }).click();
  await page.getByLabel(oversight.start.advisor).selectOption(leaver.personId);
  await page.getByLabel(oversight.start.successor).selectOption(stays.personId);
  const offboarding = page.getByRole("region", { name: oversight.kinds.offboard });
  await offboarding.getByRole("button", { name: oversight.start.show }).click();
  await expect(page.getByText(oversight.preview.activeTitle.replace("{name}", "Lukas Leaver"))).toBeVisible();

  await sql`update people set disabled_at = now() where person_id = ${leaver.personId}`;
  await page.reload();
  await expect(page.getByText(oversight.preview.secondTitle)).toBeVisible();
  await expect(page.getByRole("heading", { name: "21 consents end" })).toBeVisible();
  await expect(page.getByRole("row", { name: both })).toContainText("Stella Stayer");

  // Something changes under the page that is open: it is refused, and shown as it is now.
  const late = await plantNaming(sql, investor, [leaver.personId]);
  await page.getByRole("button", { name: /^Ask a second person/ }).click();
  await expect(page.getByText(oversight.preview.changedTitle)).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: /^Ask a second person/ }).click();
  await expect(page).toHaveURL(/\/console\/acts\/act_/, { timeout: 30_000 });
  await expect(page.getByText(oversight.act.ownTitle)).toBeVisible();
  await expect(page.getByRole("button", { name: oversight.act.approve })).toHaveCount(0);
  const actId = page.url().split("/").at(-1) ?? "";

  const second = await newPerson({ role: "compliance", name: "Sofia Second", tenantId });
  const desk = await browser.newContext();
  await speak(desk, "en");
  await giveSession(desk, await plantSession(sql, second));
  const atDesk = await desk.newPage();
  // It waits for them on the first page, and the link leads to it.
  await atDesk.goto("/console");
  await atDesk.getByRole("link", { name: overview.waitingLink }).click();
  await atDesk.locator(`a[href="/console/acts/${actId}"]`).click();
  await expect(atDesk.getByText(oversight.act.otherTitle.replace("{name}", "Petra Proposer"))).toBeVisible();
  expect(await violations(atDesk)).toEqual([]);
  await atDesk.getByRole("button", { name: oversight.act.approve }).click();

  for (const watched of [atDesk, page]) {
    if (watched === page) await page.reload();
    await expect(watched.getByText(oversight.states.done, { exact: true }).first()).toBeVisible({
      timeout: 60_000,
    });
  }
  for (const id of [...alone, late]) expect(await stateOf(id)).toBe("terminated");
  expect(await stateOf(both)).toBe("given");
  const told = await sql`select type, count(*)::integer as n from audit_events where subject_id = ${actId}
    and type not in ('oversight.secondTold', 'console.opened') group by type order by type`;
  expect(Object.fromEntries(told.map(({ type, n }) => [type, n]))).toEqual({
    "oversight.actApproved": 1,
    "oversight.actDone": 1,
    "oversight.actProposed": 1,
    "oversight.itemWorked": 22,
  });
  await desk.close();
});
