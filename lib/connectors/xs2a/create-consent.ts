import type { LinkRequest } from "#lib/aspsp/link-request.ts";
import { type NewConsent, readNewConsent } from "./authorisation-answer.ts";
import { personHeaders } from "./person-headers.ts";
import { returnHeaders } from "./return-address.ts";
import { standardUrl, type Talk } from "./talk.ts";
import type { AccessInstitution } from "./xs2a-institution.ts";

/** Asks for access to the accounts, their balances and transactions. It never asks to pay. */
export async function createConsent(talk: Talk, request: LinkRequest): Promise<NewConsent> {
  const { institution } = talk;
  const answer = await talk.ask({
    call: "createConsent",
    method: "POST",
    url: standardUrl(institution, "consents"),
    headers: {
      ...personHeaders(institution, request),
      ...returnHeaders(institution, request.returnTo),
      ...preferences(institution, request),
    },
    json: {
      access: accessOf(institution, request),
      recurringIndicator: request.isRecurring,
      validUntil: request.validUntil,
      frequencyPerDay: request.isRecurring ? request.readsPerDay : 1,
      combinedServiceIndicator: false,
    },
  });
  return readNewConsent(answer, "createConsent");
}

const accessOf = ({ access }: AccessInstitution, { withHolders }: LinkRequest): object =>
  access === "pickedAtBank"
    ? { accounts: [], balances: [], transactions: [] }
    : { allPsd2: withHolders ? "allAccountsWithOwnerName" : "allAccounts" };

function preferences({ approach }: AccessInstitution, { returnTo }: LinkRequest): Record<string, string> {
  if (returnTo !== null && approach === "bankChooses") return {};
  const wantsPage = returnTo !== null && (approach === "redirect" || approach === "oauth");
  return {
    "tpp-redirect-preferred": String(wantsPage),
    ...(wantsPage ? {} : { "tpp-decoupled-preferred": String(approach === "decoupled") }),
  };
}
