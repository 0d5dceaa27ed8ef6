import type { PersonRole } from "#lib/access/roles.ts";
import { messages } from "#lib/i18n/messages.ts";
import type { TestPerson } from "./people.ts";
import { plantStaffInvitation } from "./staff.ts";
import type { Open, Stage } from "./stage.ts";

type Become = (stage: Stage, role: PersonRole) => Promise<TestPerson>;

const past = new Date(Date.now() - 86_400_000);
const longAgo = new Date(Date.now() - 90_000_000);

/** What an administrator and compliance see of people and of the firm, and what an invitation of staff looks like. */
export const peopleStates = (become: Become): Readonly<Record<string, Open>> => {
  const to =
    (role: PersonRole, path: string): Open =>
    async (stage) => {
      await become(stage, role);
      await stage.page.goto(path);
    };
  const invited = (columns: object): Open => {
    return async (stage) => {
      const admin = await become(stage, "admin");
      const { path } = await plantStaffInvitation(stage.sql, admin, {
        role: "compliance",
        name: admin.name,
        columns,
      });
      await stage.context.clearCookies({ name: "__Host-licet.session" });
      await stage.page.goto(path);
    };
  };
  return {
    "people with invitations that wait": async (stage) => {
      const admin = await become(stage, "admin");
      for (const columns of [{ sent_at: null, token_hash: null }, {}, { revoked_at: new Date() }]) {
        await plantStaffInvitation(stage.sql, admin, { role: "admin", name: admin.name, columns });
      }
      await stage.page.goto("/console/people?invited=yes");
      await stage.page.locator("main table summary").first().click();
    },
    "people in the console, two hundred on a page": to(
      "admin",
      "/console/people?rows=200&column=name&column=id&column=role",
    ),
    "nobody of those looked for": to("compliance", "/console/people?q=nobody-is-called-this"),
    "one’s own page, as the administrator": async (stage) => {
      const { personId } = await become(stage, "admin");
      await stage.page.goto(`/console/people/${personId}`);
    },
    "a colleague’s page after a change of role": async (stage) => {
      const { tenantId, name } = await become(stage, "admin");
      const { personId } = await stage.newPerson({ role: "advisor", name, tenantId });
      await stage.page.goto(`/console/people/${personId}?changed=yes`);
    },
    "changing a role": async (stage) => {
      const { tenantId, name } = await become(stage, "admin");
      const { personId } = await stage.newPerson({ role: "advisor", name, tenantId });
      await stage.page.goto(`/console/people/${personId}/role`);
    },
    "inviting staff, with mistakes": async (stage) => {
      await become(stage, "admin");
      await stage.page.goto("/console/people/invite");
      const { console, people, validation } = messages[stage.locale];
      await stage.page.getByLabel(console.name, { exact: true }).fill("Somebody");
      await stage.page.getByLabel(console.email, { exact: true }).fill("nobody@@example");
      await stage.page.getByRole("button", { name: people.form.submit }).click();
      await stage.page.getByText(validation.email).waitFor();
    },
    "an invitation of staff": invited({}),
    "an invitation of staff that has expired": invited({
      asked_at: longAgo,
      sent_at: longAgo,
      expires_at: past,
    }),
    "an invitation of staff that is unknown": async ({ page }) => {
      await page.goto("/staff-invitation?token=none");
    },
    "staff sign-in after an invitation that was used": async ({ page }) => {
      await page.goto("/sign-in/staff?notice=invitationDead");
    },
    "the firm, as compliance": to("compliance", "/console/firm"),
    "changing the firm’s look": to("admin", "/console/firm/brand"),
    "changing how long data is kept": to("admin", "/console/firm/retention"),
    "the texts of the consent": to("compliance", "/console/firm/texts"),
    "the record of processing": to("compliance", "/console/firm/register"),
  };
};
