import type { DataCluster } from "#lib/kernel/data-cluster.ts";
import type {
  AccountId,
  ClientId,
  ConsentId,
  DisclosureId,
  EventId,
  PersonId,
  TenantId,
} from "#lib/kernel/id.ts";

/** In which way somebody was shown an investor's data: one for each page and call that shows any. */
export const disclosureWays = [
  "clientPage",
  "clientPerformance",
  "clientEntries",
  "household",
  "book",
  "export",
] as const;
export type DisclosureWay = (typeof disclosureWays)[number];

/** An advisor, or a program of the firm. */
export const viewerTypes = ["advisor", "client"] as const;
export type ViewerType = (typeof viewerTypes)[number];

/** How long the list is kept: as long as an ended consent stays in the investor's dashboard. The database holds to it. */
export const keptForYears = 2;

/** One time that a recipient was shown bank data of an investor. */
export interface Disclosure {
  readonly tenantId: TenantId;
  readonly disclosureId: DisclosureId;
  readonly investorId: PersonId;
  readonly viewerType: ViewerType;
  readonly viewerId: PersonId | ClientId;
  readonly what: DisclosureWay;
  readonly consentIds: readonly ConsentId[];
  readonly clusters: readonly DataCluster[];
  readonly accountIds: readonly AccountId[];
  readonly at: Date;
  readonly eventId: EventId;
}

/** The same thing looked at again, within so many minutes of the time before, is shown as one line. */
export const togetherWithinMinutes = 10;

/** One line of the list: how often in a row somebody looked at the same thing. */
export interface Repeated {
  /** The last time. */
  readonly disclosure: Disclosure;
  readonly times: number;
  readonly firstAt: Date;
}

/**
 * The list, newest first, with repeated views of one thing by one viewer as one line. It is how the list is drawn: every
 * single view stays a row and an event.
 */
export function together(disclosures: readonly Disclosure[]): readonly Repeated[] {
  const lines: Repeated[] = [];
  for (const disclosure of disclosures) {
    const line = lines.at(-1);
    if (line && isSame(line.disclosure, disclosure) && isSoonAfter(disclosure.at, line.firstAt)) {
      lines[lines.length - 1] = { ...line, times: line.times + 1, firstAt: disclosure.at };
    } else {
      lines.push({ disclosure, times: 1, firstAt: disclosure.at });
    }
  }
  return lines;
}

const isSoonAfter = (before: Date, after: Date): boolean =>
  after.getTime() - before.getTime() <= togetherWithinMinutes * 60_000;

const isSame = (one: Disclosure, other: Disclosure): boolean =>
  one.viewerId === other.viewerId &&
  one.what === other.what &&
  haveSame(one.consentIds, other.consentIds) &&
  haveSame(one.clusters, other.clusters) &&
  haveSame(one.accountIds, other.accountIds);

const haveSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && new Set([...one, ...other]).size === one.length;
