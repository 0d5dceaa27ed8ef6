import { advisorNotesPart, asksPart } from "./advisor-parts.ts";
import { accountsPart, bankAccessesPart, connectionsPart, periodsPart, recordsParts } from "./bank-parts.ts";
import { consentHistoryPart, consentsPart, consentTextsPart, receiptsPart } from "./consent-parts.ts";
import { ownAssetsPart, ownSharesPart } from "./declared-parts.ts";
import { disclosuresPart } from "./disclosure-part.ts";
import type { ExportPart } from "./export-part.ts";
import { householdsPart } from "./household-part.ts";
import { passkeysPart, personPart, signInsPart } from "./identity-parts.ts";
import { rightsRequestsPart } from "./rights-part.ts";

/** Everything that an export holds, in its order. `docs/data-export.md` says what each list is. */
export const exportParts: readonly ExportPart[] = [
  personPart,
  consentsPart,
  consentHistoryPart,
  consentTextsPart,
  receiptsPart,
  bankAccessesPart,
  connectionsPart,
  accountsPart,
  ...recordsParts,
  periodsPart,
  ownAssetsPart,
  ownSharesPart,
  disclosuresPart,
  householdsPart,
  advisorNotesPart,
  asksPart,
  rightsRequestsPart,
  signInsPart,
  passkeysPart,
];
