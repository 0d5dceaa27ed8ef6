import { createHash, randomBytes, randomUUID } from "node:crypto";
import { type BrowserContext, expect } from "@playwright/test";
import type { Sql } from "postgres";

import type { PersonRole } from "#lib/access/roles.ts";
import { messages } from "#lib/i18n/messages.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { tenantIdOf } from "#scripts/seed.ts";
import { auditStates } from "./audit-states.ts";
import { calls, plantAccess, plantDeletedAccess } from "./bank-access.ts";
import { bookStates } from "./book-states.ts";
import { consentStates } from "./consent-states.ts";
import { consoleListStates } from "./console-list-states.ts";
import { disclosureStates } from "./disclosure-states.ts";
import { evidenceStates } from "./evidence-states.ts";
import { helpStates } from "./help-states.ts";
import { homeStates } from "./home-states.ts";
import { invitationStates } from "./invitation-states.ts";
import { journeyStates } from "./journey-states.ts";
import { linkStates } from "./link-states.ts";
import { overseeStates } from "./oversee-states.ts";
import { oversightStates } from "./oversight-states.ts";
import { firmNamed, type TestPerson } from "./people.ts";
import { peopleStates } from "./people-states.ts";
import { privacyStates } from "./privacy-states.ts";
import { check, plantReceipt, receiptFor } from "./receipts.ts";
import { giveSession, plantSession } from "./sessions.ts";
import { stack } from "./stack.ts";
import type { Open, Stage } from "./stage.ts";
import { wealthStates } from "./wealth-states.ts";

const texts = ({ locale }: Stage) => messages[locale];
const at =
  (path: string): Open =>
  async ({ page }) => {
    await page.goto(path);
  };

/** The firm with the long name and the pale accent. */
const levatre = tenantIdOf(firmNamed("levatre"));
const longName = "João Baptista de Vasconcelos e Meneses Figueiredo-Montrouge";

async function become(
  stage: Stage,
  role: PersonRole,
  level: "full" | "awaitingPasskey" = "full",
): Promise<TestPerson> {
  const person = await stage.newPerson({ role, name: longName, tenantId: levatre });
  await giveSession(stage.context, await plantSession(stage.sql, person, { level }));
  return person;
}

const openMailLink: Open = async (stage) => {
  const person = await stage.newPerson({ role: "investor", name: longName, tenantId: levatre });
  const token = randomBytes(32).toString("base64url");
  const hash = createHash("sha256").update(token).digest();
  await stage.sql`insert into mail_links (tenant_id, person_id, token_hash, origin, expires_at)
    values (${levatre}, ${person.personId}, ${hash}, ${stack.origin}, now() + interval '10 minutes')`;
  await stage.page.goto(`/sign-in/confirm?token=${token}`);
  await expect(stage.page.locator("form").first()).toBeVisible();
};

const as =
  (role: PersonRole, path: string): Open =>
  async (stage) => {
    await become(stage, role);
    await stage.page.goto(path);
  };

/** Every page of the application, and every state of it that looks different. */
export const states: Readonly<Record<string, Open>> = {
  "the start page": at("/"),
  "sign-in": at("/sign-in"),
  "sign-in after an expired session": at("/sign-in?notice=expired"),
  "sign-in after signing out": at("/sign-in?notice=signedOut"),
  "sign-in with a wrong address": async (stage) => {
    await stage.page.goto("/sign-in");
    await stage.page.getByRole("textbox").fill("nobody@@example");
    await stage.page.getByRole("button", { name: texts(stage).signIn.send }).click();
    await expect(stage.page.getByText(texts(stage).validation.email)).toBeVisible();
  },
  "sign-in with the mail sent": async (stage) => {
    await stage.page.goto("/sign-in");
    await stage.page.getByRole("textbox").fill(`nobody-${randomBytes(4).toString("hex")}@example.com`);
    await stage.page.getByRole("button", { name: texts(stage).signIn.send }).click();
    await expect(stage.page.locator("main").getByText(texts(stage).mailSent.title)).toBeVisible();
  },
  "staff sign-in": at("/sign-in/staff"),
  "staff sign-in after a refusal": at("/sign-in/staff?notice=rejected"),
  "staff sign-in that is not offered": at("/sign-in/staff?notice=notOffered"),
  "a mail link": openMailLink,
  "a mail link of somebody else than is signed in": async (stage) => {
    await become(stage, "investor");
    await openMailLink(stage);
    await expect(
      stage.page.getByRole("heading", { name: texts(stage).confirmLink.otherTitle }),
    ).toBeVisible();
  },
  "a mail link that no longer works": at("/sign-in/confirm?token=none"),
  "the second factor to enrol": async (stage) => {
    await become(stage, "compliance", "awaitingPasskey");
    await stage.page.goto("/sign-in/second-factor");
  },
  "the second factor to give": async (stage) => {
    await plantPasskey(stage.sql, await become(stage, "admin", "awaitingPasskey"));
    await stage.page.goto("/sign-in/second-factor");
  },
  "step-up by mail": as("investor", "/step-up?next=/security"),
  "step-up by passkey or the firm’s account": async (stage) => {
    await plantPasskey(stage.sql, await become(stage, "admin"));
    await stage.page.goto("/step-up?next=/console/people");
  },
  "the investor’s home": as("investor", "/home"),
  "security without a passkey": as("investor", "/security"),
  "security with passkeys and other sessions": async (stage) => {
    const person = await become(stage, "investor");
    await plantPasskey(stage.sql, person);
    await plantSession(stage.sql, person, { device: "Safari, iOS", method: "mailLink" });
    await stage.page.goto("/security");
    await stage.page.locator("summary").first().click();
  },
  "security after a refused passkey": async (stage) => {
    await become(stage, "investor");
    await stage.page.addInitScript(() => {
      navigator.credentials.create = () => Promise.reject(new DOMException("closed", "NotAllowedError"));
    });
    await stage.page.goto("/security");
    await stage.page.getByRole("button", { name: texts(stage).security.addButton }).click();
    await expect(stage.page.getByText(texts(stage).passkey.cancelled)).toBeVisible();
  },
  "no bank access": as("investor", "/bank-access"),
  "bank access, kept and deleted": async (stage) => {
    const person = await become(stage, "investor");
    const kept = await plantAccess(stage.sql, person);
    await plantAccess(stage.sql, person, "a-bank-that-is-gone");
    const deleted = `crd_${randomUUID()}`;
    await plantDeletedAccess(stage.sql, person, deleted);
    await plantReceipt(stage.sql, person, deleted);
    await stage.page.goto(`/bank-access?added=${kept}`);
    await stage.page.locator("main summary").first().click();
  },
  "choosing a bank": as("investor", "/bank-access/add"),
  "choosing a bank that is not there": as("investor", "/bank-access/add?q=Nobody%E2%80%99s+bank"),
  "entering bank access": async (stage) => {
    await become(stage, "investor");
    await stage.page.goto("/bank-access/add/sandbox-private");
    await stage.page.locator("main summary").click();
    await stage.page.locator("main form button[type=submit]").click();
    await expect(stage.page.getByText(texts(stage).validation.required).first()).toBeVisible();
  },
  "entering access to a bank under maintenance": as("investor", "/bank-access/add/sandbox-closed"),
  "bank access locked and not yet handed over": async (stage) => {
    await become(stage, "investor");
    await stage.page.goto("/bank-access/add/sandbox-retail");
    await stage.page.locator("main input").first().fill("user");
    await stage.page.locator("main input").last().fill("12345");
    await stage.page.route("**/bank-access/add/*", (route) =>
      calls(route.request(), "storeSealedAction") ? route.abort() : route.fallback(),
    );
    await stage.page.locator("main form button[type=submit]").click();
    await expect(stage.page.getByText(texts(stage).bankAccess.lockedTitle)).toBeVisible();
    await stage.page.unrouteAll();
  },
  ...homeStates((stage) => become(stage, "investor")),
  ...disclosureStates(become),
  ...bookStates(become),
  ...consoleListStates(become),
  ...consentStates((stage) => become(stage, "investor")),
  ...journeyStates((stage) => become(stage, "investor")),
  ...linkStates((stage) => become(stage, "investor")),
  ...helpStates(become),
  ...evidenceStates(become),
  ...privacyStates((stage) => become(stage, "investor")),
  ...peopleStates(become),
  ...invitationStates(become),
  ...wealthStates((stage) => become(stage, "investor")),
  ...oversightStates(become),
  ...auditStates(become),
  ...overseeStates(become),
  "checking a receipt": at("/check-receipt"),
  "a receipt that is not right": async (stage) => {
    const { submit, wrong } = texts(stage).receipt.check;
    await check(stage.page, "{}", submit);
    await expect(stage.page.getByText(wrong)).toBeVisible();
  },
  "a receipt that is right": async (stage) => {
    const person = await become(stage, "investor");
    const credentialId = await plantAccess(stage.sql, person);
    await stage.page.goto("/bank-access");
    await stage.page.locator("main summary").first().click();
    await stage.page.locator("main details button[type=submit]").first().click();
    await stage.page.waitForURL(/deleted=/);
    await expect.poll(() => receiptFor(stage.sql, credentialId), { timeout: 20_000 }).not.toBeNull();
    const receiptId = await receiptFor(stage.sql, credentialId);
    const file = await stage.page.request.get(`/receipts/${receiptId}`);
    const { submit, right } = texts(stage).receipt.check;
    await check(stage.page, await file.text(), submit);
    await expect(stage.page.getByText(right)).toBeVisible();
  },
  "the advisor’s book": as("advisor", "/advisor"),
  "the advisor’s security": as("advisor", "/advisor/security"),
  "the console’s overview": as("admin", "/console"),
  "people, as the administrator": async (stage) => {
    const { personId } = await stage.newPerson({ role: "advisor", name: "王小明", tenantId: levatre });
    await stage.sql`update people set disabled_at = now() where person_id = ${personId}`;
    await become(stage, "admin");
    await stage.page.goto("/console/people");
    await stage.page.locator("summary").first().click();
  },
  "people, as compliance": as("compliance", "/console/people"),
  permissions: as("compliance", "/console/permissions"),
  keys: as("compliance", "/console/keys"),
  "keys while one is rotated and another is in danger": async (stage) => {
    await plantKeys(stage.sql);
    await become(stage, "admin");
    await stage.page.goto("/console/keys");
    await expect(stage.page.getByText(texts(stage).keys.steps.restore)).toBeVisible();
  },
  "the console’s security": as("admin", "/console/security"),
  "a page that does not exist": at("/nowhere"),
  "a page of another face": as("investor", "/console"),
  "no connection": async (stage) => {
    await become(stage, "investor");
    await stage.page.goto("/home");
    await stage.context.setOffline(true);
    await expect(stage.page.getByText(texts(stage).shell.offline)).toBeVisible();
  },
};

/** States that come of a script that breaks, which the browser reports as it should. */
export const brokenStates: Readonly<Record<string, Open>> = {
  "a page that broke": async (stage) => {
    await stage.page.addInitScript(() => {
      Object.defineProperty(window, "PublicKeyCredential", {
        get() {
          throw new Error("broken for a test");
        },
      });
    });
    await stage.page.goto("/sign-in/staff");
    await expect(stage.page.locator("main").getByRole("alert")).toBeVisible();
  },
  "a frame that broke": async (stage) => {
    await stage.page.addInitScript(() => {
      Object.defineProperty(navigator, "onLine", {
        get() {
          throw new Error("broken for a test");
        },
      });
    });
    await stage.page.goto("/sign-in/staff");
    await expect(stage.page.locator("main").getByRole("alert")).toBeVisible();
  },
};

async function plantPasskey(sql: Sql, { tenantId, personId }: TestPerson): Promise<void> {
  await sql`insert into passkeys (tenant_id, passkey_id, person_id, credential_id, public_key, sign_count, name)
    values (${tenantId}, ${`pky_${crypto.randomUUID()}`}, ${personId}, ${randomBytes(16).toString("base64url")},
      ${randomBytes(77)}, 0, 'Chiave del portatile di lavoro, con un nome molto lungo e un accento: è')`;
}

/** What a worker would write in the middle of a rotation, beside what is really there. */
async function plantKeys(sql: Sql): Promise<void> {
  const ring = "projects/licet-example/locations/europe-west4/keyRings/licet-lock-b/cryptoKeys";
  const steps = {
    moving: ["deactivated", "ENABLED"],
    restore: ["deactivated", "DESTROY_SCHEDULED"],
  } as const;
  for (const [at, [step, [state, kmsState]]] of Object.entries(steps).entries()) {
    await sql`insert into key_versions (kms_version, key_name, purpose, region, algorithm, protection_level,
        kms_state, state, is_primary, created_at, destroys_at, in_use, next_step, as_of)
      values (${`${ring}/example/cryptoKeyVersions/${at + 1}`}, ${`${ring}/example`}, 'wrap', 'eu-nl',
        'GOOGLE_SYMMETRIC_ENCRYPTION', 'HSM', ${kmsState}, ${state}, false, now(), now() + interval '30 days',
        1234567, ${step}, coalesce((select max(as_of) from key_versions), now()))
      on conflict do nothing`;
  }
  await sql`insert into key_rotations (key_name, kms_version, purpose, begun_at, total, remaining, counted_at)
    values (${`${ring}/example`}, ${`${ring}/example/cryptoKeyVersions/3`}, 'wrap', now(), 2345678, 1234567, now())
    on conflict do nothing`;
}

/** Chooses the language as the switch in the page does. */
export async function speak(context: BrowserContext, locale: Locale): Promise<void> {
  const url = stack.origin.replace("http:", "https:");
  await context.addCookies([
    { name: "__Host-licet.locale", value: locale, url, httpOnly: true, secure: true, sameSite: "Lax" },
  ]);
}
