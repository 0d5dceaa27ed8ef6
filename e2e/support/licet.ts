import { test as base } from "@playwright/test";
import type { Sql } from "postgres";

import type { PersonRole } from "#lib/access/roles.ts";
import { newSource } from "./call.ts";
import { addPerson, removePerson, type TestPerson } from "./people.ts";
import { giveSession, type PlantedSession, plantSession } from "./sessions.ts";
import { openDatabase } from "./stack.ts";

export { expect } from "@playwright/test";

interface Options {
  readonly role: PersonRole;
  readonly name?: string;
  readonly tenantId?: string;
}

interface Licet {
  /** The address that this test comes from, so that no test uses up another's sign-in attempts. */
  readonly source: string;
  /** Somebody new, gone again after the test. */
  readonly newPerson: (options: Options) => Promise<TestPerson>;
  /** Somebody new whom this test's browser is already signed in as. */
  readonly signedInAs: (options: Options) => Promise<TestPerson & { readonly session: PlantedSession }>;
}

export const test = base.extend<Licet, { readonly sql: Sql }>({
  sql: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern.
    async ({}, use) => {
      const sql = openDatabase();
      await use(sql);
      await sql.end({ timeout: 1 });
    },
    { scope: "worker" },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  source: async ({}, use) => use(newSource()),
  extraHTTPHeaders: async ({ source }, use) => use({ "X-Forwarded-For": source }),
  newPerson: async ({ sql }, use) => {
    const people: TestPerson[] = [];
    await use(async (options) => {
      const person = await addPerson(sql, options);
      people.push(person);
      return person;
    });
    for (const person of people) await removePerson(sql, person);
  },
  signedInAs: async ({ sql, context, newPerson }, use) => {
    await use(async (options) => {
      const person = await newPerson(options);
      const session = await plantSession(sql, person);
      await giveSession(context, session);
      return { ...person, session };
    });
  },
});
