import { randomBytes } from "node:crypto";

import { type BankPerson, mailDomain } from "./family/people.ts";
import { parseUserName, type Script, scriptOf, type Vocabulary, type Word } from "./script.ts";

export interface SecurityKey {
  readonly id: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  counter: number;
}

/** One access to the bank: a person as they sign in, with the devices that the bank gave them. */
export interface Login {
  readonly userName: string;
  readonly person: BankPerson;
  readonly mail: string;
  /** From the user name; `given` are added while the sandbox runs. */
  readonly script: Script;
  given: Script;
  wrongPasswords: number;
  readonly totpSecret: Buffer;
  readonly tokenKey: Buffer;
  readonly cameraKey: Buffer;
  securityKey: SecurityKey | null;
  /** The last time step of which a code was taken: no code counts twice. */
  lastTotpStep: number;
}

export interface Logins {
  find(userName: string): Login | null;
  all(): readonly Login[];
}

const loginsKept = 5_000;

/** Logins come into being when their name is first used. */
export function createLogins(
  bank: { readonly people: readonly BankPerson[]; readonly words: Vocabulary },
  onNew: (login: Login) => void,
): Logins {
  const known = new Map<string, Login>();
  return {
    find(userName) {
      const name = userName.trim().toLowerCase();
      const met = known.get(name);
      if (met) return met;
      const parsed = parseUserName(name, bank);
      if (!parsed) return null;
      const login = createLogin(name, parsed.person, parsed.script);
      known.set(name, login);
      for (const oldest of known.keys()) {
        if (known.size <= loginsKept) break;
        known.delete(oldest);
      }
      onNew(login);
      return login;
    },
    all: () => [...known.values()],
  };
}

function createLogin(userName: string, person: BankPerson, script: Script): Login {
  const mark = userName.split("@")[1];
  return {
    userName,
    person,
    mail: `${person.mailbox}${mark ? `+${mark}` : ""}@${mailDomain}`,
    script,
    given: new Set(),
    wrongPasswords: 0,
    totpSecret: randomBytes(20),
    tokenKey: randomBytes(32),
    cameraKey: randomBytes(32),
    securityKey: null,
    lastTotpStep: 0,
  };
}

export const has = (login: Login | null, word: Word): boolean =>
  login !== null && (login.script.has(word) || login.given.has(word));

export function giveWords(login: Login, given: readonly string[], known: Vocabulary): boolean {
  const script = scriptOf(given, known);
  if (script) login.given = script;
  return script !== null;
}
