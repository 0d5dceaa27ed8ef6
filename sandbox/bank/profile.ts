import type { BankPerson } from "./family/people.ts";
import type { Login } from "./logins.ts";
import type { Script, Vocabulary } from "./script.ts";

/** An account as far as a consent and the bank's page speak of it. */
export interface NamedAccount {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly iban: string | null;
  readonly maskedPan: string | null;
  /** The bank's own number, where an account has no other. */
  readonly bban?: string;
}

/** What one invented bank is: who banks there, what it keeps for them, and how it differs from the others. */
export interface BankProfile {
  readonly name: string;
  readonly bic: string;
  /** The first part of its interface's paths. */
  readonly apiName: string;
  /** By which a valid consent says where reading begins. */
  readonly readingLink: { readonly name: string; readonly path: string };
  readonly people: readonly BankPerson[];
  readonly password: string;
  /** The number that is asked for besides the password; `null` where a password is enough. */
  readonly cardOf: ((person: BankPerson) => string) | null;
  readonly userNameLabel: string;
  readonly words: Vocabulary;
  /** Whether every consent that is given on its page is given by OAuth. */
  readonly redirectsByOAuth: boolean;
  /** `script` holds the words of the path under which somebody asks. */
  accountsOf(login: Login, script: Script): readonly NamedAccount[];
  /** Of its pages' accent, in degrees. */
  readonly hue: number;
}
