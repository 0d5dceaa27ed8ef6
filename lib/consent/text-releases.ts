import { createHash } from "node:crypto";
import { z } from "zod";
import type { Context } from "#lib/access/context.ts";
import { requirePerson } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { type Locale, locales } from "#lib/kernel/locale.ts";
import { type CurrentFacts, currentTextVersion, renderConsentText } from "./consent-text.ts";
import { readFirm } from "./repository.ts";
import type { TextReleasesView } from "./view.ts";

const versions = ["v1", "v2"] as const satisfies readonly string[];

/** What a page is asked to show; anything else is the version in force in the reader's own language. */
export const textAsked = (version: string | null, language: string | null, own: Locale) => ({
  version: z.enum(versions).safeParse(version).data ?? currentTextVersion,
  locale: z.enum(locales).safeParse(language).data ?? own,
});

/**
 * Every wording that was ever shown to an investor, and one of them to read. The hash is of the wording filled in with
 * the same example for everybody, so that two installations can compare what they show.
 */
export async function readTextReleases(
  ctx: Context,
  asked: { readonly version: string; readonly locale: Locale },
): Promise<TextReleasesView> {
  const { tenantId } = requirePerson(ctx, "consentTexts.read");
  const { name, region } = await inTransaction(ctx, (tx) => readFirm(tx, tenantId));
  return {
    releases: versions.flatMap((version) =>
      locales.map((locale) => ({
        ...{ version, locale, isCurrent: version === currentTextVersion },
        sha256: createHash("sha256").update(exampleOf(version, locale)).digest("hex"),
      })),
    ),
    shown: { ...asked, text: exampleOf(asked.version, asked.locale, { firm: name, region }) },
  };
}

const example = {
  ...{ shownFor: "give", firm: "Example", wholeTeam: true, advisors: [], programs: 0, accounts: null },
  clusters: (
    ["identity", "balances", "transactions", "positions", "investmentTransactions", "liabilities"] as const
  ).map((cluster) => ({ cluster, purposes: ["overview", "advice"], historyFrom: null, leavesOut: [] })),
  ...{ perDay: 1, validUntil: "2030-01-01T00:00:00.000Z", retentionDays: 30, lawfulBasis: "consent" },
  region: "eu-nl",
} satisfies CurrentFacts;

/** The first version could not say what is left out. */
function exampleOf(version: string, locale: Locale, of: Partial<CurrentFacts> = {}): string {
  const facts = { ...example, ...of };
  const clusters = facts.clusters.map(({ leavesOut, ...rest }) =>
    version === "v1" ? rest : { ...rest, leavesOut },
  );
  return renderConsentText(version, locale, { ...facts, clusters }).text;
}
