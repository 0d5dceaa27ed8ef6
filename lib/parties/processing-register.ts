import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { missingByLaw } from "./firm-contacts.ts";
import { readFirmContacts } from "./read-firm-contacts.ts";
import { readFirmSettings } from "./read-firm-settings.ts";
import type { ProcessingRegisterView, ProviderView } from "./view.ts";

/** What is done with personal data here, in the order in which it is read. What each is, the catalogue of texts says. */
export const processingActivities = ["accounts", "access", "consents", "people", "log"] as const;

/** GDPR Art. 30(1)(g) and 30(2)(d); each is held by code and tests, which SECURITY.md names. */
export const securityMeasures = ["twoLocks", "rowSecurity", "roles", "trail", "erasure"] as const;

/**
 * The record of processing activities of the firm as controller (GDPR Art. 30(1)) and of the provider as its processor
 * (Art. 30(2)), out of what both have said and of what this build does.
 */
export async function readProcessingRegister(
  ctx: Context,
  provider: ProviderView,
): Promise<ProcessingRegisterView> {
  requirePermission(ctx, "processingRegister.read");
  const [{ contacts }, { name, region, longestRetentionDays }] = await Promise.all([
    readFirmContacts(ctx),
    readFirmSettings(ctx),
  ]);
  return {
    ...{ firm: name, region, longestRetentionDays, contacts, provider },
    missing: missingByLaw(contacts),
    activities: processingActivities,
    measures: securityMeasures,
    abroad: provider.subProcessors.filter(({ regions }) => regions.some(isOutsideTheUnion)),
    asOf: ctx.clock.now().toISOString(),
  };
}

/** GDPR Art. 44: a place that is not of the Union is a third country until the firm's own record says more. */
const isOutsideTheUnion = (region: string): boolean => !region.startsWith("eu-");
