import { randomBytes, randomUUID } from "node:crypto";

import type { Bank } from "./bank.ts";
import { concludeConsent, consentHas, moveTo } from "./consent.ts";
import type { Authorisation, Consent, ScaStatus } from "./consent-model.ts";
import { has, type Login } from "./logins.ts";
import { startChallenge } from "./sca/challenge.ts";
import { type Method, methodsOf } from "./sca/methods.ts";

const attempts = 3;
const challengeLifetimeMs = 300_000;
const shortLifetimeMs = 5_000;

export function startAuthorisation(consent: Consent): Authorisation {
  const authorisation: Authorisation = {
    id: randomUUID(),
    status: consent.login ? "psuIdentified" : "received",
    challenge: null,
    attemptsLeft: attempts,
    confirmationCode: null,
  };
  consent.authorisations.push(authorisation);
  return authorisation;
}

export const isOver = ({ status }: Authorisation): boolean =>
  status === "finalised" || status === "exempted" || status === "failed";

export type PasswordVerdict = "right" | "wrong" | "blocked" | "expired";

export interface SignIn {
  readonly password: string;
  /** Counts only where the bank gave the person a card. */
  readonly card: string | null;
}

/** Three wrong passwords block the access until the sandbox ends. A wrong card is no different. */
export function judgePassword(bank: Bank, login: Login, { password, card }: SignIn): PasswordVerdict {
  if (has(login, "blocked") || login.wrongPasswords >= attempts) return "blocked";
  const isRightCard = bank.cardOf === null || bank.cardOf(login.person) === card?.replaceAll(" ", "");
  if (password !== bank.password || !isRightCard || has(login, "wrong-password")) {
    login.wrongPasswords += 1;
    return "wrong";
  }
  login.wrongPasswords = 0;
  return has(login, "expired-password") ? "expired" : "right";
}

/** After the right password: nothing more is asked, the only method starts at once, or one has to be chosen. */
export function continueAfterPassword(
  bank: Bank,
  consent: Consent,
  authorisation: Authorisation,
  login: Login,
): void {
  consent.login = login;
  const methods = methodsOffered(consent);
  authorisation.status = "psuAuthenticated";
  if (login.person.methods.length === 0) {
    exempt(bank, consent, authorisation);
  } else if (methods.length === 1 && methods[0]) {
    chooseMethod(bank, consent, authorisation, methods[0]);
  }
}

/** What can be done without the bank's page. In the decoupled approach only what the person does on the phone. */
export function methodsOffered(consent: Consent): readonly Method[] {
  if (!consent.login) return [];
  const usable = methodsOf(consent.login, consentHas(consent, "standard-types")).filter(
    ({ kind }) => kind !== "key",
  );
  if (consent.approach !== "DECOUPLED") return usable;
  const onPhone = usable.filter(({ decoupled }) => decoupled);
  return onPhone.length > 0 ? onPhone : methodsOf(consent.login, false, ["push"]);
}

/** Starts the method anew each time: choosing it again is how a code is sent again. */
export function chooseMethod(
  bank: Bank,
  consent: Consent,
  authorisation: Authorisation,
  method: Method,
): void {
  if (!consent.login) throw new Error("A method is chosen by somebody who is known");
  const changesItsMind = consentHas(consent, "switches") && !method.decoupled;
  const [instead] = changesItsMind ? methodsOf(consent.login, false, ["push"]) : [];
  const lifetimeMs = consentHas(consent, "timeout") ? shortLifetimeMs : challengeLifetimeMs;
  authorisation.challenge?.withdraw();
  authorisation.challenge = startChallenge(bank, consent.login, instead ?? method, {
    about: `Read access for accounts until ${consent.validUntil}`,
    lifetimeMs,
    linkPicture: consentHas(consent, "image-link"),
    decided: (approves) => {
      if (isOver(authorisation)) return;
      if (approves) succeed(bank, consent, authorisation);
      else decline(bank, consent, authorisation);
    },
  });
  authorisation.status = "started";
}

export type AnswerVerdict = "right" | "wrong" | "noMoreAttempts" | "tooLate";

export function answerChallenge(
  bank: Bank,
  consent: Consent,
  authorisation: Authorisation,
  answer: string,
): AnswerVerdict {
  const { challenge } = authorisation;
  if (!challenge || statusOfAuthorisation(bank, authorisation) === "failed") return "tooLate";
  if (challenge.accepts(answer)) {
    succeed(bank, consent, authorisation);
    return "right";
  }
  authorisation.attemptsLeft -= 1;
  if (authorisation.attemptsLeft > 0) return "wrong";
  authorisation.status = "failed";
  return "noMoreAttempts";
}

/** The status at this moment: an unanswered challenge fails when its time is up. */
export function statusOfAuthorisation(bank: Bank, authorisation: Authorisation): ScaStatus {
  const { challenge, status } = authorisation;
  if (status === "started" && challenge && challenge.expiresAt <= bank.now()) authorisation.status = "failed";
  return authorisation.status;
}

/** Confirmed by the person. Where the bank wants a confirmation code, the caller still has to hand it in. */
export function succeed(bank: Bank, consent: Consent, authorisation: Authorisation): void {
  if (consentHas(consent, "confirm") && consent.approach === "REDIRECT") {
    authorisation.status = "unconfirmed";
    authorisation.confirmationCode = randomBytes(18).toString("base64url");
    return;
  }
  authorisation.status = "finalised";
  conclude(bank, consent, authorisation);
}

export function confirmWith(
  bank: Bank,
  consent: Consent,
  authorisation: Authorisation,
  code: string,
): boolean {
  const isRight = authorisation.confirmationCode !== null && authorisation.confirmationCode === code;
  authorisation.confirmationCode = null;
  authorisation.status = isRight ? "finalised" : "failed";
  if (isRight) conclude(bank, consent, authorisation);
  return isRight;
}

/** The bank asks for no confirmation beyond the password. */
export function exempt(bank: Bank, consent: Consent, authorisation: Authorisation): void {
  authorisation.status = "exempted";
  conclude(bank, consent, authorisation);
}

/** The person said no: the consent is rejected with it. */
export function decline(bank: Bank, consent: Consent, authorisation: Authorisation): void {
  authorisation.status = "failed";
  moveTo(bank, consent, "rejected");
}

function conclude(bank: Bank, consent: Consent, authorisation: Authorisation): void {
  concludeConsent(bank, consent);
  if (consent.status === "rejected") authorisation.status = "failed";
}
