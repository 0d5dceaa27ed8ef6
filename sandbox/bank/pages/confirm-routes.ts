import { randomBytes } from "node:crypto";

import { jsonAnswer, seeOther } from "../../http/answer.ts";
import { type Call, type Route, route } from "../../http/routes.ts";
import {
  answerChallenge,
  chooseMethod,
  decline,
  exempt,
  isOver,
  judgePassword,
  statusOfAuthorisation,
} from "../authorisation.ts";
import type { Bank } from "../bank.ts";
import { statusOfConsent } from "../consent.ts";
import type { Authorisation, Consent } from "../consent-model.ts";
import type { Errand } from "../tickets.ts";
import { challengePage, methodsOnPage, reviewPage, signInPage, type Visit } from "./confirm-pages.ts";
import { keyRoutes } from "./key-routes.ts";
import { noticePage } from "./notice-page.ts";

/** The bank's page on which a person gives or declines access, and is sent back to where they came from. */
export function confirmRoutes(bank: Bank): Route[] {
  return [
    route("GET", "/confirm/:ticket", (call) => visited(bank, call, (visit) => show(visit, null))),
    route("POST", "/confirm/:ticket", (call) =>
      visited(bank, call, async (visit) => {
        const form = new URLSearchParams(await call.request.text());
        return act(visit, form);
      }),
    ),
    route("GET", "/confirm/:ticket/status", (call) => {
      const visit = visitOf(bank, call);
      if (!visit) return jsonAnswer({ error: "not_found" }, 404);
      return jsonAnswer({ waits: statusOfAuthorisation(bank, visit.authorisation) === "started" });
    }),
    ...keyRoutes(bank, (call) => visitOf(bank, call)),
  ];
}

function visitOf(bank: Bank, { path }: Call): Visit | null {
  const ticket = path.ticket ?? "";
  const errand = bank.tickets.find(ticket);
  const consent = errand && bank.consents.get(errand.consentId);
  const authorisation = consent?.authorisations.find(({ id }) => id === errand?.authorisationId);
  return errand && consent && authorisation ? { bank, ticket, errand, consent, authorisation } : null;
}

function visited(
  bank: Bank,
  call: Call,
  answer: (visit: Visit) => Response | Promise<Response>,
): Response | Promise<Response> {
  const visit = visitOf(bank, call);
  if (!visit)
    return noticePage(
      bank,
      "This page is no longer here",
      "Go back to where you came from and begin anew.",
      404,
    );
  return answer(visit);
}

/** The page that fits how far the person is. */
function show(visit: Visit, problem: string | null): Response {
  const { bank, consent, authorisation } = visit;
  const status = statusOfAuthorisation(bank, authorisation);
  if (visit.errand.hasLeft)
    return noticePage(bank, "You have answered already", "You can close this page.", 410);
  if (isOver(authorisation) || status === "unconfirmed" || statusOfConsent(bank, consent) !== "received")
    return leave(visit);
  if (status === "received" || status === "psuIdentified") return signInPage(visit, problem);
  return status === "started" ? challengePage(visit, problem) : reviewPage(visit, problem);
}

function act(visit: Visit, form: URLSearchParams): Response {
  const { bank, consent, authorisation } = visit;
  const status = statusOfAuthorisation(bank, authorisation);
  switch (form.get("act")) {
    case "decline":
      if (!isOver(authorisation)) decline(bank, consent, authorisation);
      return show(visit, null);
    case "sign-in":
      return status === "received" || status === "psuIdentified"
        ? show(visit, signIn(visit, form))
        : show(visit, null);
    case "give":
      if (status === "psuAuthenticated") return show(visit, give(visit, form));
      return show(visit, null);
    case "again":
      if (status === "started") {
        authorisation.status = "psuAuthenticated";
        authorisation.challenge?.withdraw();
        authorisation.challenge = null;
      }
      return show(visit, null);
    case "answer":
      return show(visit, answer(visit, form.get("code") ?? ""));
    default:
      return show(visit, null);
  }
}

/** What to tell about a sign-in that failed, or `null`. */
function signIn({ bank, consent, authorisation }: Visit, form: URLSearchParams): string | null {
  const login = bank.logins.find(form.get("userName") ?? "");
  if (!login || (consent.login !== null && consent.login !== login))
    return "User name or password is not right.";
  const given = { password: form.get("password") ?? "", card: form.get("card") };
  switch (judgePassword(bank, login, given)) {
    case "wrong":
      return "User name or password is not right.";
    case "blocked":
      return "This access is blocked. Call the bank to have it unblocked.";
    case "expired":
      return "The password has to be changed first.";
    case "right":
      consent.login = login;
      authorisation.status = "psuAuthenticated";
      return null;
  }
}

function give(visit: Visit, form: URLSearchParams): string | null {
  const { bank, consent, authorisation } = visit;
  if (consent.access.kind === "personPicks") {
    consent.pickedAccounts = form.getAll("account");
    if (consent.pickedAccounts.length === 0) return "Choose at least one account, or decline.";
  }
  const methods = methodsOnPage(consent);
  if (methods.length === 0) {
    exempt(bank, consent, authorisation);
    return null;
  }
  const method =
    methods.find(({ id }) => id === form.get("method")) ?? (methods.length === 1 ? methods[0] : null);
  if (!method) return "Choose how you want to confirm.";
  chooseMethod(bank, consent, authorisation, method);
  return null;
}

function answer({ bank, consent, authorisation }: Visit, code: string): string | null {
  if (authorisation.status !== "started") return null;
  const verdict = answerChallenge(bank, consent, authorisation, code);
  return verdict === "wrong"
    ? `This code is not right. ${authorisation.attemptsLeft} attempts are left.`
    : null;
}

/** Back to the caller, once. What is handed over depends on how the caller came. */
function leave({ bank, errand, consent, authorisation }: Visit): Response {
  errand.hasLeft = true;
  const wasGiven = authorisation.status === "unconfirmed" || statusOfConsent(bank, consent) === "valid";
  const address = errand.oauth?.redirectUri ?? addressFor(consent, wasGiven);
  if (address === null)
    return noticePage(bank, wasGiven ? "Access is given" : "No access is given", "You can close this page.");
  const target = new URL(address);
  for (const [name, value] of Object.entries(handover(bank, errand, consent, authorisation, wasGiven))) {
    target.searchParams.set(name, value);
  }
  return seeOther(target.href);
}

const addressFor = (consent: Consent, wasGiven: boolean): string | null =>
  wasGiven ? consent.redirectUri : (consent.nokRedirectUri ?? consent.redirectUri);

function handover(
  bank: Bank,
  { oauth }: Errand,
  consent: Consent,
  { confirmationCode }: Authorisation,
  wasGiven: boolean,
): Record<string, string> {
  const given: Record<string, string> = confirmationCode === null ? {} : { confirmationCode };
  if (oauth === null) return given;
  given.iss = bank.apiOrigin;
  if (oauth.state !== "") given.state = oauth.state;
  if (!wasGiven) return { ...given, error: "access_denied" };
  given.code = randomBytes(32).toString("base64url");
  bank.oauth.codes.put(given.code, { consentId: consent.id, ...oauth });
  return given;
}
