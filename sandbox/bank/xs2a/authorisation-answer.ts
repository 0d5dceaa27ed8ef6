import { methodsOffered } from "../authorisation.ts";
import type { Authorisation, Challenge, Consent } from "../consent-model.ts";
import type { Method } from "../sca/methods.ts";
import { type Links, nextLinks } from "./links.ts";

interface Described {
  readonly scaStatus: string;
  readonly authorisationId?: string;
}

/** An authorisation as the answer to its start, to an update, or to the question how it stands. */
export function describeAuthorisation(
  consent: Consent,
  authorisation: Authorisation,
  kind: "start" | "update" | "status",
  links: Links = nextLinks(consent, authorisation),
): Described {
  const { id, status, challenge } = authorisation;
  const about = {
    scaStatus: status,
    ...(kind === "start" ? { authorisationId: id } : {}),
    ...messageOf(consent, authorisation),
    _links: links,
  };
  if (kind === "status") return about;
  if (status === "psuAuthenticated")
    return { ...about, ...{ scaMethods: methodsOffered(consent).map(toJson) } };
  return status === "started" && challenge ? { ...about, ...describeChallenge(challenge) } : about;
}

const describeChallenge = ({ method, data }: Challenge): object => ({
  chosenScaMethod: toJson(method),
  ...(data === null ? {} : { challengeData: data }),
});

const toJson = ({ id, type, name, explanation }: Method): object => ({
  authenticationType: type,
  authenticationMethodId: id,
  name,
  explanation,
});

function messageOf(consent: Consent, { status, challenge }: Authorisation): { psuMessage?: string } {
  if (status === "started" && challenge?.method.decoupled)
    return { psuMessage: challenge.method.explanation };
  if (status === "failed" && consent.status === "rejected") {
    return { psuMessage: "The access was declined. Nothing has been shared." };
  }
  return {};
}
