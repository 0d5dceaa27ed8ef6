import type { BrowserContext, Page } from "@playwright/test";
import type { Sql } from "postgres";

import type { PersonRole } from "#lib/access/roles.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import type { TestPerson } from "./people.ts";

export interface Stage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly sql: Sql;
  readonly locale: Locale;
  readonly newPerson: (options: {
    role: PersonRole;
    name?: string;
    tenantId?: string;
  }) => Promise<TestPerson>;
}

/** Brings a browser to one state of one page. */
export type Open = (stage: Stage) => Promise<void>;

/** Somebody new whom the browser is signed in as. */
export type Investor = (stage: Stage) => Promise<TestPerson>;
