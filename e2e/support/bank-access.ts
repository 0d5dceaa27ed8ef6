import { randomUUID } from "node:crypto";
import type { Page, Request } from "@playwright/test";
import type { Sql } from "postgres";

import { actionNamed } from "./actions.ts";
import type { TestPerson } from "./people.ts";

type Owner = Pick<TestPerson, "tenantId" | "personId">;

/** One that the investor among the access matrix's callers has handed over and not connected. */
export const keptCredential = "crd_6b1f5f7e-2c7d-4e56-8a0b-3f0f6f0c2b22";

/** One that the investor among the access matrix's callers has deleted. */
export const deletedCredential = "crd_0d9c3a52-5f0e-4b1d-9a53-6f1f6d1f0a11";

/** A bank access that is kept, as far as lists show it. There is nothing in it to be opened. */
export async function plantAccess(
  sql: Sql,
  { tenantId, personId }: Owner,
  institutionId = "sandbox-retail",
  connectionId = `cnx_${randomUUID()}`,
  credentialId = `crd_${randomUUID()}`,
): Promise<string> {
  await sql`insert into credentials
    (tenant_id, credential_id, person_id, connection_id, institution_id, region, state, version, created_at)
    values (${tenantId}, ${credentialId}, ${personId}, ${connectionId}, ${institutionId}, 'eu-nl', 'sealed', 1,
      now() - interval '3 months')`;
  return credentialId;
}

/** One that was deleted. */
export async function plantDeletedAccess(
  sql: Sql,
  { tenantId, personId }: Owner,
  credentialId: string,
): Promise<void> {
  await sql`insert into credentials (tenant_id, credential_id, person_id, connection_id, institution_id, region, state,
      version, created_at, destroying_at, destroyed_at)
    values (${tenantId}, ${credentialId}, ${personId}, ${`cnx_${randomUUID()}`}, 'sandbox-private', 'eu-nl', 'destroyed', 1,
      now() - interval '3 months', now(), now())`;
}

export const accessesOf = (sql: Sql, { personId }: Pick<TestPerson, "personId">) =>
  sql<{ credential_id: string; institution_id: string; state: string }[]>`
    select credential_id, institution_id, state from credentials where person_id = ${personId}`;

export const fields = (page: Page) => ({
  userName: page.getByRole("textbox", { name: "User name" }),
  pin: page.locator("input[type=password]"),
  submit: page.getByRole("button", { name: "Lock and hand over" }),
});

/** What the form says went wrong; the framework has an alert of its own beside it. */
export const problem = (page: Page) => page.locator("main").getByRole("alert");

/** Opens the form of the retail bank, whose script is then at work, and types into it. */
export async function typeAccess(page: Page, userName: string, pin: string): Promise<void> {
  await page.goto("/bank-access/add/sandbox-retail");
  const form = fields(page);
  await form.userName.fill(userName);
  await form.pin.fill(pin);
}

/** Everything that the page sends from now on: addresses, headers and bodies. */
export function recordSent(page: Page): () => string {
  const sent: Request[] = [];
  page.on("request", (request) => sent.push(request));
  return () =>
    sent
      .map((request) =>
        [request.url(), JSON.stringify(request.headers()), request.postData() ?? ""].join("\n"),
      )
      .join("\n");
}

/** Whether a request calls one server action. */
export const calls = (request: Request, exportedName: string): boolean =>
  request.headers()["next-action"] === actionNamed(exportedName).id;

/** Changes what the server offers to seal with, on its way to the browser. */
export async function changeOffer(page: Page, change: (statement: string) => string): Promise<void> {
  await page.route("**/bank-access/add/*", async (route) => {
    if (!calls(route.request(), "offerSealingAction")) return route.fallback();
    const response = await route.fetch();
    const body = await response.text();
    const [statement = ""] = /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{86}/.exec(body) ?? [];
    const changed = change(statement);
    // React's format counts the characters of long texts.
    if (changed.length !== statement.length || statement === "")
      throw new Error(`not to be changed: ${body}`);
    return route.fulfill({ response, body: body.replace(statement, changed) });
  });
}
