import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { clustersWithHistory, lawfulBases, purposes, type Terms } from "#lib/consent/terms.ts";
import { addMonths, dayOf, durations } from "#lib/consent/validity.ts";
import { emailSchema } from "#lib/identity/email.ts";
import { dataClusters } from "#lib/kernel/data-cluster.ts";
import { idSchema, type PersonId } from "#lib/kernel/id.ts";
import { locales } from "#lib/kernel/locale.ts";
import { nameSchema, referenceSchema } from "#lib/kernel/typed-text.ts";
import { histories, paces, retentions, sights } from "./form-choices.ts";
import type { InviteInvestor } from "./invite-investor.ts";

/** A group of boxes: one that is ticked comes as a text, several as a list, none as nothing. */
const ticked = <Item extends z.ZodType<string, string>>(item: Item) =>
  z.union([z.array(item), item.transform((one) => [one])]).default([]);
const atLeastOne = [(list: readonly unknown[]) => list.length > 0, { error: "choose" }] as const;
const optional = <Schema extends z.ZodType<string, string>>(schema: Schema) =>
  z.union([z.literal("").transform(() => null), schema]);

/** What the page's form sends. The firm asks; what of it is given, and for how long, its client decides. */
export const InvitationForm = z
  .strictObject({
    email: emailSchema,
    name: nameSchema,
    locale: z.enum(locales),
    cluster: ticked(z.enum(dataClusters)).refine(...atLeastOne),
    purpose: ticked(z.enum(purposes)).refine(...atLeastOne),
    history: z.enum(histories),
    pace: z.enum(paces),
    duration: z.enum(durations),
    sight: z.enum(sights),
    colleague: ticked(idSchema("per")),
    institution: optional(z.string().max(63)),
    reference: optional(referenceSchema),
    retention: z.enum(retentions),
    basis: z.enum(lawfulBases),
  })
  .refine(({ sight, colleague }) => sight !== "named" || colleague.length > 0, {
    path: ["colleague"],
    error: "choose",
  });
export type InvitationForm = z.output<typeof InvitationForm>;

/** The form as an invitation of this advisor, who is always among those who would see. */
export function toInvitation(ctx: Context, form: InvitationForm): InviteInvestor {
  const { email, name, locale, institution, reference } = form;
  const { personId } = requirePerson(ctx, "invitation.send");
  const terms = toTerms(form, personId, ctx.clock.now());
  return { email, name, locale, terms, institutionId: institution, externalReference: reference };
}

function toTerms(form: InvitationForm, advisorId: PersonId, now: Date): Terms {
  const { cluster: clusters, purpose, history, pace, duration, sight, colleague } = form;
  const from = history === "all" ? null : dayOf(addMonths(now, -Number(history)));
  const advisorIds = sight === "team" ? [] : [advisorId, ...(sight === "named" ? colleague : [])];
  return {
    recipients: { wholeTeam: sight === "team", advisorIds: [...new Set(advisorIds)], clientIds: [] },
    clusters: [...new Set(clusters)].map((cluster) => ({
      ...{ cluster, purposes: [...new Set(purpose)], leavesOut: [] },
      historyFrom: clustersWithHistory.includes(cluster) ? from : null,
    })),
    access: pace === "once" ? { kind: "oneOff" } : { kind: "ongoing", perDay: Number(pace) },
    duration,
    retentionDays: Number(form.retention),
    lawfulBasis: form.basis,
  };
}
