import type { NarrowedTo } from "#lib/audit/narrowed.ts";
import { type CredentialId, idSchema, type PersonId } from "#lib/kernel/id.ts";
import { type ListPlace, parseDay } from "#lib/kernel/list-place.ts";
import { type CredentialState, credentialStates } from "./credential.ts";
import { type CredentialFilter, credentialFilters } from "./firm-list-view.ts";

/** What is looked for among all of a firm's credentials; `null` does not narrow. */
export interface FirmCriteria {
  /** Whose they are. Nobody's where the list is empty. */
  readonly investorIds: readonly PersonId[] | null;
  readonly credentialId: CredentialId | null;
  readonly institutionId: string | null;
  readonly state: CredentialState | null;
  /** Days on which it was added, the last one with it. */
  readonly from: string | null;
  readonly to: string | null;
  readonly after: ListPlace | null;
}

type Asked = Readonly<Partial<Record<CredentialFilter, string>>>;

const institutionName = /^[a-z0-9][a-z0-9-]{0,62}$/;

/**
 * Filters that say nothing that could be looked for: where there is one, nothing is found. A bank that is listed no more
 * is looked for too, because what is kept for it still is.
 */
export function unusableFilters(asked: Asked): readonly CredentialFilter[] {
  const usable = {
    investor: true,
    institution: institutionName.test(asked.institution ?? ""),
    state: credentialStates.some((state) => state === asked.state),
    from: parseDay(asked.from) !== null,
    to: parseDay(asked.to) !== null,
  };
  return credentialFilters.filter((name) => asked[name] !== undefined && !usable[name]);
}

/** What the list is asked for. Whose they are is looked up by whoever knows people. */
export function criteriaOf(
  filters: Asked,
  { investorIds, after }: Pick<FirmCriteria, "investorIds" | "after">,
): FirmCriteria {
  const credentialId = idSchema("crd").safeParse(filters.investor);
  return {
    investorIds: credentialId.success ? null : investorIds,
    credentialId: credentialId.success ? credentialId.data : null,
    institutionId: filters.institution ?? null,
    state: credentialStates.find((state) => state === filters.state) ?? null,
    from: parseDay(filters.from),
    to: parseDay(filters.to),
    after,
  };
}

/** Whose the list is alone, where it is somebody’s. */
export function credentialsNarrowedTo({ investorIds, credentialId }: FirmCriteria): readonly NarrowedTo[] {
  return [
    { what: "investor", ids: investorIds },
    { what: "credential", ids: credentialId && [credentialId] },
  ];
}

export const credentialFilterIds = (criteria: FirmCriteria): readonly (string | null)[] => [
  ...credentialsNarrowedTo(criteria).flatMap(({ ids }) => ids ?? []),
  criteria.institutionId,
];
