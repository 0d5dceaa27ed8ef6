import type { PersonRole } from "#lib/access/roles.ts";
import { messages } from "#lib/i18n/messages.ts";
import { neverHere, plantInvitation } from "./invitations.ts";
import type { TestPerson } from "./people.ts";
import type { Open, Stage } from "./stage.ts";

type Become = (stage: Stage, role: PersonRole) => Promise<TestPerson>;
type Planting = NonNullable<Parameters<typeof plantInvitation>[3]>;

const past = new Date(Date.now() - 86_400_000);
const dead: Readonly<Record<string, Planting>> = {
  "was used": { invitation: { accepted_at: new Date() } },
  "has expired": { invitation: { expires_at: past } },
  "was taken back": { invitation: { revoked_at: new Date() } },
  "was replaced": { isReplaced: true },
};

/** Rows of the list that differ in what became of them. */
const fates: readonly Planting[] = [
  { invitation: { sent_at: null, token_hash: null } },
  { invitation: { institution_id: "sandbox-retail", external_reference: "CRM-2026/000471 · Zürich" } },
  { invitation: { accepted_at: new Date() } },
  { consent: { state: "declined", ended_at: new Date() } },
  { invitation: { expires_at: past, institution_id: "a-bank-that-is-gone" } },
  { invitation: { revoked_at: new Date() }, consent: { state: "terminated", ended_at: new Date() } },
];

/** What an invitation looks like to whoever opens it, and to the advisor who sent it. */
export const invitationStates = (become: Become): Readonly<Record<string, Open>> => {
  const invite = async (stage: Stage, planting: Planting = {}) => {
    const advisor = await become(stage, "advisor");
    const { name, tenantId } = advisor;
    const investor = await stage.newPerson({ role: "investor", name, tenantId });
    const { path } = await plantInvitation(stage.sql, investor, advisor.personId, planting);
    return { investor, path };
  };
  return {
    "an invitation to whoever was never here": async (stage) => {
      const { investor, path } = await invite(stage);
      await neverHere(stage.sql, investor);
      await stage.context.clearCookies({ name: "__Host-licet.session" });
      await stage.page.goto(path);
    },
    "an invitation to whoever was here before": async (stage) => {
      const { path } = await invite(stage);
      await stage.context.clearCookies({ name: "__Host-licet.session" });
      await stage.page.goto(path);
    },
    "an invitation of somebody else than is signed in": async (stage) => {
      await stage.page.goto((await invite(stage)).path);
    },
    "an invitation that is unknown": async (stage) => {
      await stage.page.goto("/invitation?token=none");
    },
    ...Object.fromEntries(
      Object.entries(dead).map(([name, planting]): [string, Open] => [
        `an invitation that ${name}`,
        async (stage) => {
          await stage.page.goto((await invite(stage, planting)).path);
        },
      ]),
    ),
    "no invitations": async (stage) => {
      await become(stage, "advisor");
      await stage.page.goto("/advisor/invitations");
    },
    "invitations and what became of them": async (stage) => {
      const advisor = await become(stage, "advisor");
      for (const planting of fates) {
        const { name, tenantId } = advisor;
        const investor = await stage.newPerson({ role: "investor", name, tenantId });
        await plantInvitation(stage.sql, investor, advisor.personId, planting);
      }
      await stage.page.goto("/advisor/invitations");
      await stage.page.locator("main summary").first().click();
    },
    "no invitations of one kind": async (stage) => {
      await invite(stage);
      await stage.page.goto("/advisor/invitations?show=answered");
    },
    "inviting a client": async (stage) => {
      await become(stage, "advisor");
      await stage.page.goto("/advisor/invitations/new");
    },
    "inviting a client, with mistakes": async (stage) => {
      await become(stage, "advisor");
      await stage.page.goto("/advisor/invitations/new");
      const { form } = messages[stage.locale].invitation;
      await stage.page.getByLabel(form.email, { exact: true }).fill("somebody@example.com");
      await stage.page.getByLabel(form.name, { exact: true }).fill("www.example.com");
      await stage.page.getByRole("button", { name: form.submit }).click();
      await stage.page.getByText(form.clustersMissing).waitFor();
    },
  };
};
