import "server-only";

import { criteriaOf, type FirmCriteria, unusableFilters } from "#lib/consent/firm-list-criteria.ts";
import { type ConsentFilter, type ConsentRowView, consentFilters } from "#lib/consent/firm-list-view.ts";
import { exportFirmConsents, listFirmConsents } from "#lib/consent/list-firm-consents.ts";
import type { InvestorsList } from "./named-lists.ts";

/** The firm's consents. */
export const consentsList: InvestorsList<ConsentRowView, ConsentFilter, FirmCriteria> = {
  filters: consentFilters,
  unusable: unusableFilters,
  criteriaOf,
  read: listFirmConsents,
  take: exportFirmConsents,
  investorOf: ({ investorId }) => investorId,
};
