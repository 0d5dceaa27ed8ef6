import { randomUUID } from "node:crypto";
import { forAdminAlone, forComplianceAlone, type Row } from "./outcomes.ts";

const acts = "app/(console)/console/acts/actions.ts";

/** The same of acts of compliance, and of the firm’s rule about them. */
export const oversightActions: Readonly<Record<string, Row>> = {
  // As if from a page that showed something else, so that nothing is ended.
  [`${acts}#proposeActAction`]: {
    argument: ({ consentId }) => ({
      form: {
        ...{ kind: "consents.terminate", consent: consentId, reason: "legalDuty" },
        fingerprint: "0".repeat(64),
      },
    }),
    outcomes: forComplianceAlone({ colleague: "→ /console/acts/new", stranger: "consent.not_found" }),
  },
  ...Object.fromEntries(
    ["approveActAction", "turnDownActAction", "stopActAction", "resumeActAction"].map((name) => [
      `${acts}#${name}`,
      {
        argument: () => ({ form: { actId: `act_${randomUUID()}` } }),
        outcomes: forComplianceAlone("oversight.not_found"),
      },
    ]),
  ),
  "app/(console)/console/firm/change/rule-actions.ts#changeRuleAction": {
    argument: () => ({ form: { revision: "2147483646", secondPersonForConsents: "yes" } }),
    outcomes: forAdminAlone("oversight.rule_changed"),
  },
};
