import { randomBytes, randomInt, timingSafeEqual } from "node:crypto";

import type { ApprovalRequest } from "../../phone/devices.ts";
import { drawMosaicNote, drawQrNote } from "../../phone/picture.ts";
import { stepAt, tokenCode, totpCode } from "../../phone/totp.ts";
import type { Bank } from "../bank.ts";
import type { Challenge, ChallengeData } from "../consent-model.ts";
import type { Login } from "../logins.ts";
import type { Method } from "./methods.ts";

export interface ChallengePlan {
  readonly about: string;
  readonly lifetimeMs: number;
  readonly linkPicture: boolean;
  readonly decided: (approves: boolean) => void;
}

type Made = Pick<Challenge, "data" | "accepts" | "withdraw">;

/** Sends the code, shows the picture or asks in the app. The code is new each time and is known to the phone alone. */
export function startChallenge(bank: Bank, login: Login, method: Method, plan: ChallengePlan): Challenge {
  const expiresAt = bank.now() + plan.lifetimeMs;
  return { method, expiresAt, ...make(bank, login, method, plan, expiresAt) };
}

function make(bank: Bank, login: Login, method: Method, plan: ChallengePlan, expiresAt: number): Made {
  switch (method.kind) {
    case "sms": {
      const code = figures(6);
      bank.phones.text(login.userName, bank.name, `${plan.about}. Your code is ${code}. Give it to nobody.`);
      return typed(code, `The code was sent by text message: ${method.name}.`);
    }
    case "call": {
      const code = figures(6);
      bank.phones.call(
        login.userName,
        bank.name,
        `${plan.about}. Your code is ${[...code].join(", ")}. Once more: ${[...code].join(", ")}.`,
      );
      return typed(code, "Pick up the phone: a voice reads out your code.");
    }
    case "mail": {
      const code = letters(8);
      bank.mail(login.mail, "Your code", `${plan.about}.\n\nYour code is ${code}\n\nGive it to nobody.`);
      return typed(code, `The code was sent by mail: ${method.name}.`, "characters");
    }
    case "totp":
      return authenticator(bank, login);
    case "chip": {
      const startNumber = figures(8);
      const data = typed(
        tokenCode(login.tokenKey, startNumber),
        `Start number for your token: ${startNumber}`,
      );
      return { ...data, data: data.data && { ...data.data, data: [startNumber] } };
    }
    case "phototan":
      return picture(bank, login, figures(7), plan, drawMosaicNote);
    case "qr":
      return picture(bank, login, figures(6), plan, drawQrNote);
    case "push":
      return approval(bank, login, plan, expiresAt, "a tap");
    case "fingerprint":
      return approval(bank, login, plan, expiresAt, "your fingerprint");
    case "face":
      return approval(bank, login, plan, expiresAt, "your face");
    case "callback": {
      const ask = { ...question(bank, plan, expiresAt), unlockedBy: "a key press" } as const;
      const spoken = `${plan.about}. Press 1 to approve, 2 to decline.`;
      return { ...nothingToType, withdraw: bank.phones.callAndAsk(login.userName, spoken, ask) };
    }
    // The bank's page runs the ceremony with the key itself.
    case "key":
      return nothingToType;
  }
}

const figures = (length: number): string => String(randomInt(10 ** length)).padStart(length, "0");

const clearLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const letters = (length: number): string =>
  Array.from({ length }, () => clearLetters[randomInt(clearLetters.length)]).join("");

function typed(
  code: string,
  additionalInformation: string,
  otpFormat: ChallengeData["otpFormat"] = "integer",
): Made {
  return {
    data: { otpMaxLength: code.length, otpFormat, additionalInformation },
    accepts: (answer) => isSame(answer.trim(), code),
    withdraw: nothing,
  };
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** One step early or late is taken, because clocks differ; a step is good once. */
function authenticator(bank: Bank, login: Login): Made {
  return {
    data: {
      otpMaxLength: 6,
      otpFormat: "integer",
      additionalInformation: "Your authenticator app shows the code.",
    },
    accepts(answer) {
      const step = stepAt(bank.now());
      const fitting = [step - 1, step, step + 1].find(
        (one) => one > login.lastTotpStep && isSame(answer.trim(), totpCode(login.totpSecret, one)),
      );
      if (fitting !== undefined) login.lastTotpStep = fitting;
      return fitting !== undefined;
    },
    withdraw: nothing,
  };
}

const picturesKept = 200;

function picture(
  bank: Bank,
  login: Login,
  code: string,
  { about, linkPicture }: ChallengePlan,
  draw: typeof drawQrNote,
): Made {
  const png = draw(login.cameraKey, { code, text: about });
  bank.phones.show(login.userName, bank.name, png);
  const made = typed(code, "Scan the picture with your phone and type the code that it shows.");
  const shown = linkPicture ? { imageLink: link(bank, png) } : { image: png.toString("base64") };
  return { ...made, data: made.data && { ...made.data, ...shown } };
}

function link(bank: Bank, png: Buffer): string {
  const name = randomBytes(18).toString("base64url");
  bank.linkedPictures.set(name, png);
  for (const oldest of bank.linkedPictures.keys()) {
    if (bank.linkedPictures.size <= picturesKept) break;
    bank.linkedPictures.delete(oldest);
  }
  return `${bank.apiOrigin}/pictures/${name}.png`;
}

const nothing = () => {};
const nothingToType: Made = { data: null, accepts: () => false, withdraw: nothing };

function approval(
  bank: Bank,
  login: Login,
  plan: ChallengePlan,
  expiresAt: number,
  unlockedBy: ApprovalRequest["unlockedBy"],
): Made {
  const withdraw = bank.phones.ask(login.userName, { ...question(bank, plan, expiresAt), unlockedBy });
  return { ...nothingToType, withdraw };
}

const question = (bank: Bank, { about, decided }: ChallengePlan, expiresAt: number) => ({
  from: bank.name,
  title: "Confirm access to your accounts",
  lines: [about],
  expiresAt: new Date(expiresAt),
  decided,
});
