import { z } from "zod";

import type { Route } from "../../http/routes.ts";
import {
  answerChallenge,
  chooseMethod,
  confirmWith,
  continueAfterPassword,
  isOver,
  judgePassword,
  methodsOffered,
  startAuthorisation,
  statusOfAuthorisation,
} from "../authorisation.ts";
import type { Bank } from "../bank.ts";
import { statusOfConsent } from "../consent.ts";
import type { Authorisation, Consent } from "../consent-model.ts";
import type { Login } from "../logins.ts";
import { openPassword, passwordKeys } from "../sca/encrypted-password.ts";
import { type ApiAnswer, type ApiCall, api, readJson } from "./api.ts";
import { chooseApproach, judgeApproach } from "./approach.ts";
import { describeAuthorisation } from "./authorisation-answer.ts";
import { consentOf } from "./consents.ts";
import { authorisationPath, pageLinks } from "./links.ts";
import { formatError, TppError } from "./tpp-error.ts";

const PsuData = z.object({ password: z.string().optional(), encryptedPassword: z.string().optional() });

/** What a caller hands in, one thing at a time. */
const Update = z.union([
  z.object({ psuData: PsuData }),
  z.object({ authenticationMethodId: z.string() }),
  z.object({ scaAuthenticationData: z.string() }),
  z.object({ confirmationCode: z.string() }),
  z.strictObject({}),
]);

export function authorisationRoutes(bank: Bank): Route[] {
  return [
    api(bank, "POST", "/consents/:consentId/authorisations", start),
    api(bank, "GET", "/consents/:consentId/authorisations", (call) => ({
      status: 200,
      body: { authorisationIds: consentOf(call).authorisations.map(({ id }) => id) },
    })),
    api(bank, "GET", "/consents/:consentId/authorisations/:authorisationId", (call) => {
      const [consent, authorisation] = authorisationOf(call);
      statusOfAuthorisation(bank, authorisation);
      return { status: 200, body: describeAuthorisation(consent, authorisation, "status") };
    }),
    api(bank, "PUT", "/consents/:consentId/authorisations/:authorisationId", update),
    api(bank, "GET", "/password-keys", async () => ({ status: 200, body: await passwordKeys() })),
  ];
}

function authorisationOf(call: ApiCall): [Consent, Authorisation] {
  const consent = consentOf(call);
  const authorisation = consent.authorisations.find(({ id }) => id === call.path.authorisationId);
  if (!authorisation) throw new TppError(403, "RESOURCE_UNKNOWN", "There is no such authorisation");
  return [consent, authorisation];
}

async function parseUpdate(call: ApiCall): Promise<z.output<typeof Update>> {
  const parsed = Update.safeParse(await readJson(call));
  if (!parsed.success) throw formatError("None of the known forms of an authorisation's body");
  return parsed.data;
}

async function start(call: ApiCall): Promise<ApiAnswer> {
  const consent = consentOf(call);
  if (statusOfConsent(call.bank, consent) !== "received") {
    throw new TppError(409, "STATUS_INVALID", "This consent cannot be authorised any more");
  }
  const body = await parseUpdate(call);
  if (consent.login === null) identify(call, consent);
  // A refused password leaves no authorisation behind.
  const login =
    "psuData" in body && consent.approach !== "REDIRECT" ? await authenticate(call, body.psuData) : null;
  const authorisation = startAuthorisation(consent);
  if (login) continueAfterPassword(call.bank, consent, authorisation, login);
  const links = consent.approach === "REDIRECT" ? pageLinks(call.bank, consent, authorisation) : undefined;
  const whole = describeAuthorisation(consent, authorisation, "start", links);
  const { authorisationId: _, ...nameless } = whole;
  return {
    status: 201,
    body: call.speaks("no-authorisation-id") ? nameless : whole,
    headers: {
      location: `${call.bank.apiOrigin}${authorisationPath(consent, authorisation)}`,
      ...approachHeader(consent, authorisation),
    },
  };
}

/** The person becomes known only now, and with them how this bank confirms. */
function identify(call: ApiCall, consent: Consent): void {
  const psuId = call.header("psu-id");
  if (psuId === null) {
    if (consent.approach !== "REDIRECT") throw formatError("PSU-ID is needed", "PSU-ID");
    return;
  }
  const login = call.bank.logins.find(psuId);
  if (!login) throw wrongPassword();
  call.login = login;
  consent.login = login;
  Object.assign(consent, chooseApproach(call));
  judgeApproach(consent);
}

const wrongPassword = (): TppError =>
  new TppError(401, "PSU_CREDENTIALS_INVALID", "User name or password is not right");

async function authenticate(call: ApiCall, psuData: z.output<typeof PsuData>): Promise<Login> {
  const { bank, login } = call;
  if (!login) throw wrongPassword();
  const { password, encryptedPassword } = psuData;
  if (call.speaks("encrypted") && encryptedPassword === undefined) {
    throw new TppError(400, "PARAMETER_NOT_SUPPORTED", "The password has to be encrypted", {
      path: "psuData.password",
    });
  }
  const opened = encryptedPassword === undefined ? password : await openPassword(encryptedPassword);
  if (bank.cardOf !== null && call.header("psu-corporate-id") === null)
    throw formatError("The number of the access card is needed", "PSU-Corporate-ID");
  if (opened === undefined) throw formatError("A password is needed", "psuData.password");
  if (opened === null) throw formatError("The password cannot be decrypted", "psuData.encryptedPassword");
  switch (judgePassword(bank, login, { password: opened, card: call.header("psu-corporate-id") })) {
    case "right":
      return login;
    case "wrong":
      throw wrongPassword();
    case "blocked":
      throw new TppError(403, "SERVICE_BLOCKED", "This access is blocked. The bank can unblock it");
    case "expired":
      throw new TppError(401, "PSU_CREDENTIALS_INVALID", "The password has to be changed first", {
        links: { changePassword: { href: `${bank.pageOrigin}/` } },
      });
  }
}

async function update(call: ApiCall): Promise<ApiAnswer> {
  const { bank } = call;
  const [consent, authorisation] = authorisationOf(call);
  const body = await parseUpdate(call);
  if (statusOfConsent(bank, consent) !== "received") {
    throw new TppError(409, "STATUS_INVALID", "This consent cannot be authorised any more");
  }
  if ("psuData" in body) {
    expectStatus(authorisation, ["received", "psuIdentified"]);
    const login = await authenticate(call, body.psuData);
    continueAfterPassword(bank, consent, authorisation, login);
  } else if ("authenticationMethodId" in body) {
    expectStatus(authorisation, ["psuAuthenticated", "scaMethodSelected", "started"]);
    const method = methodsOffered(consent).find(({ id }) => id === body.authenticationMethodId);
    if (!method) throw new TppError(400, "SCA_METHOD_UNKNOWN", "This method is not offered");
    chooseMethod(bank, consent, authorisation, method);
  } else if ("scaAuthenticationData" in body) {
    takeAnswer(bank, consent, authorisation, body.scaAuthenticationData);
  } else if ("confirmationCode" in body) {
    expectStatus(authorisation, ["unconfirmed"]);
    if (!confirmWith(bank, consent, authorisation, body.confirmationCode)) {
      throw new TppError(400, "SCA_INVALID", "The confirmation code is not right");
    }
  }
  return {
    status: 200,
    body: describeAuthorisation(consent, authorisation, "update"),
    headers: approachHeader(consent, authorisation),
  };
}

function takeAnswer(bank: Bank, consent: Consent, authorisation: Authorisation, answer: string): void {
  if (statusOfAuthorisation(bank, authorisation) === "failed" && authorisation.attemptsLeft > 0) {
    throw new TppError(400, "RESOURCE_EXPIRED", "The time for this code is over");
  }
  expectStatus(authorisation, ["started"]);
  switch (answerChallenge(bank, consent, authorisation, answer)) {
    case "wrong":
      throw new TppError(401, "PSU_CREDENTIALS_INVALID", "The code is not right", {
        path: "scaAuthenticationData",
      });
    case "noMoreAttempts":
      throw new TppError(400, "SCA_INVALID", "The code was wrong too often");
    case "tooLate":
      throw new TppError(400, "RESOURCE_EXPIRED", "The time for this code is over");
    case "right":
  }
}

function expectStatus(authorisation: Authorisation, wanted: readonly Authorisation["status"][]): void {
  if (wanted.includes(authorisation.status)) return;
  const why = isOver(authorisation) ? "is over" : `is ${authorisation.status}`;
  throw new TppError(409, "STATUS_INVALID", `This authorisation ${why}`);
}

const approachHeader = (consent: Consent, { challenge }: Authorisation): Record<string, string> => ({
  "aspsp-sca-approach": challenge?.method.decoupled ? "DECOUPLED" : consent.approach,
});
