import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";

import { jsonAnswer } from "../../http/answer.ts";
import { type Call, type Route, route } from "../../http/routes.ts";
import { statusOfAuthorisation, succeed } from "../authorisation.ts";
import type { Bank } from "../bank.ts";
import type { Login } from "../logins.ts";
import type { Visit } from "./confirm-pages.ts";

const refused = (): Response => jsonAnswer({ error: "refused" }, 400);

/** The ceremony with the person's security key: WebAuthn as any bank would run it, on the bank's own origin. */
export function keyRoutes(bank: Bank, visitOf: (call: Call) => Visit | null): Route[] {
  const challenges = new Map<string, string>();
  const rpID = new URL(bank.pageOrigin).hostname;

  const keyVisit = (call: Call): { visit: Visit; login: Login } | null => {
    const visit = visitOf(call);
    if (!visit || statusOfAuthorisation(bank, visit.authorisation) !== "started") return null;
    const isKey = visit.authorisation.challenge?.method.kind === "key";
    return isKey && visit.consent.login ? { visit, login: visit.consent.login } : null;
  };

  return [
    route("POST", "/confirm/:ticket/key/options", async (call) => {
      const found = keyVisit(call);
      if (!found) return refused();
      const { login, visit } = found;
      const act = login.securityKey ? "sign" : "register";
      const options = login.securityKey
        ? await generateAuthenticationOptions({
            rpID,
            allowCredentials: [{ id: login.securityKey.id }],
            userVerification: "preferred",
          })
        : await generateRegistrationOptions({ rpName: bank.name, rpID, userName: login.userName });
      challenges.set(visit.authorisation.id, options.challenge);
      return jsonAnswer({ act, options });
    }),
    route("POST", "/confirm/:ticket/key/answer", async (call) => {
      const found = keyVisit(call);
      if (!found) return refused();
      const { login, visit } = found;
      const expectedChallenge = challenges.get(visit.authorisation.id);
      challenges.delete(visit.authorisation.id);
      const response: unknown = await call.request.json().catch(() => null);
      if (expectedChallenge === undefined || response === null) return refused();
      const expected = { expectedChallenge, expectedOrigin: bank.pageOrigin, expectedRPID: rpID };
      if (!login.securityKey) {
        return (await registers(login, response, expected)) ? jsonAnswer({ done: false }) : refused();
      }
      if (!(await signs(login, response, expected))) return refused();
      succeed(bank, visit.consent, visit.authorisation);
      return jsonAnswer({ done: true });
    }),
  ];
}

interface Expected {
  readonly expectedChallenge: string;
  readonly expectedOrigin: string;
  readonly expectedRPID: string;
}

async function registers(login: Login, response: unknown, expected: Expected): Promise<boolean> {
  const verdict = await verifyRegistrationResponse({
    response: response as RegistrationResponseJSON,
    ...expected,
    requireUserVerification: false,
  }).catch(() => null);
  if (!verdict?.verified) return false;
  const { id, publicKey, counter } = verdict.registrationInfo.credential;
  login.securityKey = { id, publicKey: new Uint8Array(publicKey), counter };
  return true;
}

async function signs(login: Login, response: unknown, expected: Expected): Promise<boolean> {
  const credential = login.securityKey;
  if (!credential) return false;
  const verdict = await verifyAuthenticationResponse({
    response: response as AuthenticationResponseJSON,
    ...expected,
    credential,
    requireUserVerification: false,
  }).catch(() => null);
  if (!verdict?.verified) return false;
  credential.counter = verdict.authenticationInfo.newCounter;
  return true;
}
