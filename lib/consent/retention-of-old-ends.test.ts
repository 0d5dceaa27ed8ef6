import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { testConsents } from "#scripts/testing/consent.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { withdrawConsent } from "./withdraw-consent.ts";

const database = testDatabase();
const people = testPeople(database);
const consents = testConsents(people);
const migration = (name: string) =>
  readFileSync(new URL(`../../drizzle/data/${name}`, import.meta.url), "utf8");

test("how long data is kept is noted by an upgrade for consents that had ended before, and for them only", async () => {
  const ended = await consents.given();
  const noted = await consents.given();
  const live = await consents.given();
  for (const one of [ended, noted])
    await withdrawConsent(people.as(one.investor), { consentId: one.consentId, reason: "notSaid" });
  const kept = () => people.superuser`select consent_id, kept_until from retentions order by consent_id`;
  const before = await kept();
  await people.superuser`delete from retentions where consent_id = ${ended.consentId}`;

  await database
    .connect("data", "licet_owner")
    .begin((sql) => sql.unsafe(migration("0051_what_ended_before_is_kept_no_longer.sql")));

  expect(await kept()).toEqual(before);
  expect(before.map(({ consent_id }) => consent_id)).not.toContain(live.consentId);
  const forced = await people.superuser`select relname from pg_class
    where relname in ('consents', 'retentions') and relrowsecurity and relforcerowsecurity`;
  expect(forced).toHaveLength(2);
});
