import type { NarrowedTo } from "#lib/audit/narrowed.ts";
import { type ConsentId, idSchema, type PersonId } from "#lib/kernel/id.ts";
import { type ListPlace, parseDay } from "#lib/kernel/list-place.ts";
import { type ConsentFilter, consentFilters, firmStandings, wholeTeam } from "./firm-list-view.ts";
import type { ListedStanding } from "./query-view.ts";

/** What is looked for among all of a firm's consents; `null` does not narrow. */
export interface FirmCriteria {
  /** Whose they are. Nobody's where the list is empty. */
  readonly investorIds: readonly PersonId[] | null;
  readonly consentId: ConsentId | null;
  /** Those that name this advisor, or those that every advisor of the firm sees by. */
  readonly advisor: PersonId | typeof wholeTeam | null;
  readonly institutionId: string | null;
  readonly standing: ListedStanding | null;
  /** Days on which it was asked for, the last one with it. */
  readonly from: string | null;
  readonly to: string | null;
  readonly after: ListPlace | null;
}

type Asked = Readonly<Partial<Record<ConsentFilter, string>>>;

const institutionName = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * Filters that say nothing that could be looked for: where there is one, nothing is found. A bank that is listed no more
 * is looked for too.
 */
export function unusableFilters(asked: Asked): readonly ConsentFilter[] {
  const usable = {
    investor: true,
    advisor: asked.advisor === wholeTeam || idSchema("per").safeParse(asked.advisor).success,
    institution: institutionName.test(asked.institution ?? ""),
    standing: firmStandings.some((standing) => standing === asked.standing),
    from: parseDay(asked.from) !== null,
    to: parseDay(asked.to) !== null,
  };
  return consentFilters.filter((name) => asked[name] !== undefined && !usable[name]);
}

/** What the list is asked for. Whose they are is looked up by whoever knows people. */
export function criteriaOf(
  filters: Asked,
  { investorIds, after }: Pick<FirmCriteria, "investorIds" | "after">,
): FirmCriteria {
  const consentId = idSchema("con").safeParse(filters.investor);
  return {
    investorIds: consentId.success ? null : investorIds,
    consentId: consentId.success ? consentId.data : null,
    advisor: (filters.advisor ?? null) as FirmCriteria["advisor"],
    institutionId: filters.institution ?? null,
    standing: firmStandings.find((standing) => standing === filters.standing) ?? null,
    from: parseDay(filters.from),
    to: parseDay(filters.to),
    after,
  };
}

/** Whose the list is alone, where it is somebody’s. */
export function consentsNarrowedTo({ investorIds, consentId, advisor }: FirmCriteria): readonly NarrowedTo[] {
  return [
    { what: "investor", ids: investorIds },
    { what: "consent", ids: consentId && [consentId] },
    { what: "person", ids: advisor && advisor !== wholeTeam ? [advisor] : null },
  ];
}

export const consentFilterIds = (criteria: FirmCriteria): readonly (string | null)[] => [
  ...consentsNarrowedTo(criteria).flatMap(({ ids }) => ids ?? []),
  criteria.institutionId,
];
