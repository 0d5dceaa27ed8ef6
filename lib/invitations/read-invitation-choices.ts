import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { listColleagues } from "#lib/consent/list-colleagues.ts";
import type { Institutions } from "#lib/institutions/institution-entry.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { readLongestRetention } from "#lib/parties/read-firm-settings.ts";
import type { InvitationChoicesView } from "./view.ts";

/** Whom else of the firm an advisor may name, and the banks that may be asked about. */
export async function readInvitationChoices(
  ctx: Context,
  institutions: Institutions,
  locale: Locale,
): Promise<InvitationChoicesView> {
  requirePerson(ctx, "invitation.send");
  const banks = [...institutions.values()]
    .map(({ id, name }) => ({ id, name }))
    .sort((a, b) => a.name.localeCompare(b.name, locale));
  const [colleagues, longestRetentionDays] = await Promise.all([
    listColleagues(ctx),
    readLongestRetention(ctx),
  ]);
  return { colleagues, banks, longestRetentionDays };
}
