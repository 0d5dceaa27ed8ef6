import type { PersonRole } from "#lib/access/roles.ts";
import { messages } from "#lib/i18n/messages.ts";
import type { Open } from "./stage.ts";

type Become = (stage: Parameters<Open>[0], role: PersonRole) => Promise<unknown>;

/** The help page as each of its readers has it, and where an administrator says how the firm is reached. */
export const helpStates = (become: Become): Readonly<Record<string, Open>> => ({
  "help for a visitor": async ({ page }) => {
    await page.goto("/help");
  },
  "help for an investor": async (stage) => {
    await become(stage, "investor");
    await stage.page.goto("/help");
  },
  "help for an advisor": async (stage) => {
    await become(stage, "advisor");
    await stage.page.goto("/help");
  },
  "the firm’s contacts": async (stage) => {
    await become(stage, "admin");
    await stage.page.goto("/console/firm?saved=yes");
  },
  "the firm’s contacts, as compliance": async (stage) => {
    await become(stage, "compliance");
    await stage.page.goto("/console/firm");
  },
  "changing the firm’s contacts, with mistakes": async (stage) => {
    await become(stage, "admin");
    await stage.page.goto("/console/firm/change");
    const { fields, save } = messages[stage.locale].firmContacts;
    await stage.page.getByLabel(fields.phone, { exact: true }).fill("900");
    await stage.page.getByLabel(fields.privacyNoticeUrl, { exact: true }).fill("firm.example");
    await stage.page.getByRole("button", { name: save }).click();
    await stage.page.getByText(messages[stage.locale].validation.httpsLink).first().waitFor();
  },
});
