import { randomUUID } from "node:crypto";
import type { Sql } from "postgres";

import { contactFields } from "#lib/parties/firm-contacts.ts";
import { askedEvents, type Left, pageEvents } from "../access/events.ts";
import { plantAccess } from "./bank-access.ts";
import { type Answer, call, seenAs } from "./call.ts";
import type { Asker } from "./console-firms.ts";
import { type Attempt, type Firms, invitation, rightAct } from "./console-requests.ts";
import { plantConsent } from "./links.ts";
import { plantAct } from "./oversight-states.ts";

/** Sends one request and keeps what had to become of it. */
export type Run = (attempt: Attempt) => Promise<Answer>;

export interface Desk {
  readonly sql: Sql;
  readonly firms: Firms;
  /** Two of compliance and two of administration, all of the own firm, who proved who they are a moment ago. */
  readonly compliance: readonly [Asker, Asker];
  readonly admins: readonly [Asker, Asker];
  readonly run: Run;
}

const today = () => new Date().toISOString().slice(0, 10);
const ofFields = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields).toString();

/** The preview of an act, and what its page posts. */
async function preview(
  { run }: Desk,
  asker: Asker,
  fields: Readonly<Record<string, string>>,
  reason: string,
) {
  const left = askedEvents["a consent in its preview"];
  const address = `/console/acts/new?${ofFields(fields)}`;
  const { body } = await run({
    ...{ kind: `a preview of ${fields.kind}`, asker, left, fate: "shown" },
    send: () => call(address, { cookie: asker.cookie }),
    fateOf: (answer) => (seenAs(answer) === "shown" ? "shown" : "refused"),
  });
  const [, fingerprint = ""] = /name="fingerprint" value="([0-9a-f]{64})"/.exec(body) ?? [];
  return { form: { ...fields, fingerprint, reason } };
}

const actOf = ({ headers }: Answer): string =>
  /act_[0-9a-f-]{36}/.exec(String(headers["x-action-redirect"]))?.[0] ?? "";

/** One consent is ended by one person; the same page posted again is stale. */
async function endConsent(desk: Desk): Promise<void> {
  const { sql, firms, run, compliance } = desk;
  const asker = compliance[0];
  const [{ ended } = { ended: 0 }] = await sql`select count(*)::integer as ended from staff_acts
    where tenant_id = ${firms[0].tenantId} and kind = 'consents.terminate' and proposed_by = ${asker.personId}`;
  // More than twenty within a day want a second person, which is another scene.
  if (ended >= 15) return;
  const fields = { kind: "consents.terminate", consent: await plantConsent(sql, firms[0].investor) };
  const argument = await preview(desk, asker, fields, "legalDuty");
  await run(rightAct("proposeActAction", argument, "/console/acts/new", { asker }));
  const again = { asker, fate: "refused", note: ", stale" } as const;
  await run(rightAct("proposeActAction", argument, "/console/acts/new", again));
}

/** Two bank accesses want two people: never the same one twice. */
async function deleteTwo(desk: Desk): Promise<void> {
  const { sql, firms, run, compliance } = desk;
  const [first, second] = compliance;
  const investor = firms[0].investor;
  const credential = [await plantAccess(sql, investor), await plantAccess(sql, investor)].join(" ");
  const argument = await preview(desk, first, { kind: "credentials.delete", credential }, "leakSuspected");
  const actId = actOf(
    await run(rightAct("proposeActAction", argument, "/console/acts/new", { asker: first })),
  );
  const form = { form: { actId } };
  const page = `/console/acts/${actId}`;
  const same = { asker: first, fate: "refused", note: ", the same person" } as const;
  await run(rightAct("approveActAction", form, page, same));
  await run(rightAct("approveActAction", form, page, { asker: second }));
  const late = { asker: first, fate: "refused", note: ", too late" } as const;
  await run(rightAct("turnDownActAction", form, page, late));
}

async function deleteOne(desk: Desk): Promise<void> {
  const { sql, firms, run, compliance } = desk;
  const fields = { kind: "credentials.delete", credential: await plantAccess(sql, firms[0].investor) };
  const argument = await preview(desk, compliance[1], fields, "investorAsked");
  await run(rightAct("proposeActAction", argument, "/console/acts/new", { asker: compliance[1] }));
}

/** Taken back by whoever proposed it, stopped while it runs, gone on with. */
async function stopAndGoOn({ sql, firms, run, compliance: [first, second] }: Desk): Promise<void> {
  const by = { tenantId: firms[0].tenantId, personId: first.personId ?? "" };
  const decidedBy = { tenantId: by.tenantId, personId: second.personId ?? "" };
  const waiting = await plantAct(sql, by);
  await run(
    rightAct("turnDownActAction", { form: { actId: waiting } }, `/console/acts/${waiting}`, { asker: first }),
  );
  const running = await plantAct(sql, by, { state: "running", decidedBy });
  const form = { form: { actId: running } };
  const page = `/console/acts/${running}`;
  await run({ ...rightAct("stopActAction", form, page, { asker: second }), orRefused: true });
  await run({ ...rightAct("resumeActAction", form, page, { asker: second }), orRefused: true });
}

async function rightsRequest({ sql, firms, run, compliance: [asker] }: Desk): Promise<void> {
  const { personId: investorId, tenantId } = firms[0].investor;
  const page = `/console/investors/${investorId}`;
  const form = { investorId, kind: "access", channel: "letter", receivedOn: today() };
  await run(rightAct("recordRequestAction", { form }, page, { asker }));
  const [row] =
    await sql`select request_id from rights_requests where tenant_id = ${tenantId} and closed_at is null
    and extended_at is null order by recorded_at desc limit 1`;
  const requestId = row?.request_id ?? "";
  await run(rightAct("extendRequestAction", { form: { requestId } }, page, { asker }));
  const answer = { form: { requestId, answer: "granted" } };
  await run(rightAct("answerRequestAction", answer, page, { asker }));
  const again = { asker, fate: "refused", note: ", a second time" } as const;
  await run(rightAct("answerRequestAction", answer, page, again));
}

async function savedSearch({ sql, run, compliance: [asker] }: Desk): Promise<void> {
  const form = { name: `Looks ${randomUUID()}`, query: "?type=console.opened" };
  await run(rightAct("saveSearchAction", { form }, "/console/audit", { asker }));
  await run(
    rightAct("saveSearchAction", { form: { ...form, name: "" } }, "/console/audit", {
      asker,
      fate: "invalid",
    }),
  );
  const [row] = await sql`select search_id from audit_searches where name = ${form.name}`;
  const removal = { form: { searchId: row?.search_id ?? "" } };
  await run(rightAct("removeSearchAction", removal, "/console/audit", { asker }));
  await run(
    rightAct("removeSearchAction", removal, "/console/audit", { asker, fate: "refused", note: ", gone" }),
  );
}

async function people({ sql, firms, run, admins: [asker, other] }: Desk): Promise<void> {
  const { colleague, tenantId } = firms[0];
  const page = "/console/people";
  const role = `${page}/${colleague.personId}/role`;
  const form = { personId: colleague.personId };
  await run(rightAct("disablePersonAction", { form }, page, { asker }));
  await run(rightAct("enablePersonAction", { form }, page, { asker: other }));
  const own = { form: { personId: asker.personId ?? "" } };
  await run(rightAct("disablePersonAction", own, page, { asker, fate: "refused", note: ", of oneself" }));
  const there = { form: { ...form, from: "advisor", to: "compliance" } };
  await run(rightAct("changeRoleAction", there, role, { asker }));
  await run(rightAct("changeRoleAction", there, role, { asker, fate: "refused", note: ", stale" }));
  await run(
    rightAct("changeRoleAction", { form: { ...form, from: "compliance", to: "advisor" } }, role, { asker }),
  );
  const email = `new-${randomUUID()}@example.com`;
  // As many as a firm may invite in an hour, and no further.
  const [{ count } = { count: 0 }] = await sql`select count(*)::integer as count from staff_invitations
    where tenant_id = ${tenantId}`;
  if (count >= 10) return;
  await run(rightAct("inviteStaffAction", invitation(email), "/console/people/invite", { asker }));
  const openId = async () =>
    (
      await sql`select staff_invitation_id as id from staff_invitations where email = ${email}
      and revoked_at is null`
    )[0]?.id ?? "";
  const again = { form: { staffInvitationId: await openId() } };
  await run(rightAct("resendStaffInvitationAction", again, page, { asker }));
  await run(
    rightAct("resendStaffInvitationAction", again, page, { asker, fate: "refused", note: ", replaced" }),
  );
  const revocation = { form: { staffInvitationId: await openId() } };
  await run(rightAct("revokeStaffInvitationAction", revocation, page, { asker }));
}

/** Each change is based on what the page showed; what is based on less is stale. */
async function firm({ sql, firms, run, admins: [asker] }: Desk): Promise<void> {
  const { tenantId } = firms[0];
  const [settings] =
    await sql`select revision, longest_retention_days as days from tenants where tenant_id = ${tenantId}`;
  const retention = {
    revision: `${settings?.revision}`,
    longestRetentionDays: `${settings?.days === 60 ? 61 : 60}`,
  };
  await run(rightAct("changeRetentionAction", { form: retention }, "/console/firm/retention", { asker }));
  await run(
    rightAct("changeRetentionAction", { form: retention }, "/console/firm/retention", {
      asker,
      fate: "refused",
      note: ", stale",
    }),
  );
  const brand = { name: `Round ${randomUUID()}`, accent: "" };
  const after = { revision: `${(settings?.revision ?? 0) + 1}` };
  await run(
    rightAct("changeBrandAction", { form: { ...brand, ...after, logo: "" } }, "/console/firm/brand", {
      asker,
    }),
  );
  const [contacts] = await sql`select revision from firm_contacts where tenant_id = ${tenantId}`;
  const said = Object.fromEntries(contactFields.map((field) => [field, ""]));
  const form = { ...said, legalName: `Round ${randomUUID()}`, revision: `${contacts?.revision ?? 0}` };
  await run(rightAct("changeFirmContactsAction", { form }, "/console/firm/change", { asker }));
  await run(
    rightAct("changeFirmContactsAction", { form }, "/console/firm/change", {
      asker,
      fate: "refused",
      note: ", stale",
    }),
  );
}

async function rule({ sql, firms, run, admins: [, asker] }: Desk): Promise<void> {
  const page = "/console/firm/change";
  for (const secondPersonForConsents of ["yes", "no"]) {
    const [row] = await sql`select revision from oversight_rules where tenant_id = ${firms[0].tenantId}`;
    const form = { revision: `${row?.revision ?? 0}`, secondPersonForConsents };
    await run(rightAct("changeRuleAction", { form }, page, { asker }));
    await run(rightAct("changeRuleAction", { form }, page, { asker, fate: "refused", note: ", stale" }));
  }
}

async function banner({ sql, firms, run, admins: [asker], compliance }: Desk): Promise<void> {
  const institutionId = "sandbox-retail";
  const bank = `/console/institutions/${institutionId}`;
  const page = `${bank}/banner`;
  const texts = { en: "Away", es: "Fuera", fr: "Absente", pt: "Fora" };
  const until = { day: new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10), time: "18:00" };
  const form = { institutionId, ...texts, ...until, seen: "" };
  await run(rightAct("setBannerAction", { form }, page, { asker }));
  await run(
    rightAct("setBannerAction", { form }, page, { asker: compliance[0], fate: "refused", note: ", stale" }),
  );
  const [row] = await sql`select set_at from institution_banners where tenant_id = ${firms[0].tenantId}`;
  const withdrawal = { form: { institutionId, seen: row?.set_at?.toISOString() ?? "" } };
  await run(rightAct("withdrawBannerAction", withdrawal, bank, { asker: compliance[0] }));
  await run(rightAct("withdrawBannerAction", withdrawal, bank, { asker, fate: "refused", note: ", stale" }));
}

/** The log is followed from a place in it, for a moment; from none, or from long ago, it is not. */
async function follow({ sql, run, compliance: [asker] }: Desk): Promise<void> {
  const [{ last } = { last: 0 }] = await sql`select max(leaf_index)::integer as last from audit_leaves`;
  const places = { [`${last}`]: "shown", "": "refused", never: "refused" } as const;
  for (const [place, fate] of Object.entries(places)) {
    const address = `/console/audit/live/events?after=${place}`;
    const kind = `/console/audit/live/events, ${fate === "shown" ? "from now" : "from no place"}`;
    await run({
      ...{ kind, asker, fate, left: pageEvents["/console/audit/live/events"] as Left },
      send: () => call(address, { cookie: asker.cookie, leavesAtFirst: true }),
      fateOf: ({ status }) => (status === 200 ? "shown" : "refused"),
    });
  }
}

/** Whose turn is one after the other: each changes what all others of the firm read. */
const shared = [people, firm, rule, banner, endConsent, rightsRequest];

/** What people of the console rightly do, and what is refused to them in the middle of it. */
export const scenes = [deleteTwo, deleteOne, stopAndGoOn, savedSearch, follow, ...shared] as const;

let turn: Promise<unknown> = Promise.resolve();

/** Plays one, in its turn if it is of those that would come into each other’s way. */
export async function play(scene: (typeof scenes)[number], desk: Desk): Promise<void> {
  if (!shared.includes(scene)) return scene(desk);
  const mine = turn.then(() => scene(desk));
  turn = mine.catch(() => null);
  await mine;
}
