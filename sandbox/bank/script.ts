import type { BankPerson } from "./family/people.ts";

/**
 * Words by which a caller makes a bank behave in a certain way. They stand in a user name (`sms.slow`), in the
 * bank's path (`/psd2.numbers/v1/…`), or are given to one login while the sandbox runs. These are every bank's.
 */
const sharedWords = {
  // How the person confirms a consent.
  oauth: "on the bank's page, by OAuth 2 with PKCE",
  confirm: "on the bank's page, and the caller then hands in a confirmation code",
  decoupled: "in the bank's app, whatever the caller prefers",
  explicit: "only after the caller has started the authorisation itself",
  switches: "in the app although a typed method was chosen: the bank changes its mind midway",
  "password-later": "only after a first step without a password",
  // What goes wrong while linking.
  "wrong-password": "no password is right",
  blocked: "the access is blocked",
  "expired-password": "the password has to be changed in e-banking first",
  "no-accounts": "the person has no account that can be read",
  refused: "the bank refuses the consent after the confirmation",
  timeout: "a code or an approval is good for five seconds",
  revoked: "the person withdraws the consent at the bank one minute after giving it",
  // What goes wrong on the way.
  down: "every answer is 503",
  "down-on-read": "reading is 503",
  maintenance: "every answer is 503 with the hour of return and a page of HTML",
  limited: "every read without the person is 429",
  slow: "every answer takes three seconds",
  cut: "the connection breaks in the middle of a list of transactions or positions",
  crawl: "a list of transactions or positions arrives byte by byte",
  malformed: "a list of transactions or positions ends in the middle",
  html: "a list of transactions or positions is a page of HTML with status 200",
  huge: "a list of transactions or positions is a gibibyte of JSON",
  bomb: "a list of transactions or positions is small on the wire and a gibibyte unpacked",
  everywhere: "such answers also to the other lists",
  // What is wrong inside such lists.
  duplicates: "two entries carry the same reference",
  absurd: "one amount is 1E400",
  "not-a-number": "one amount is NaN",
  "wrong-currency": "one amount is in a currency the account does not have",
  future: "one entry is booked in the year 2999",
  shuffled: "entries and pages come in no order",
  // What banks do and the specification does not say.
  datetimes: "dates are date-times",
  nulls: "absent fields are null",
  "loud-otp": "the length of a code is a string and its format is capitalised",
  "no-request-id": "answers do not repeat the caller's identifier of the request",
  "no-authorisation-id": "the start of an authorisation does not name it",
  "image-link": "challenge images are linked instead of included",
  "standard-types": "methods name only types that the specification lists",
  relative: "links are paths",
  "other-host": "links are absolute, on another name of this machine",
  "foreign-host": "links are absolute, on a host that is not the bank's",
  paged: "pages have ten entries",
  encrypted: "only encrypted passwords are taken",
  mtls: "callers need a certificate",
  // What there is to read.
  busy: "many times as much to read",
  "new-account": "there is one account more",
} as const;

const cashWords = {
  redirect: "on the bank's page",
  numbers: "amounts are JSON numbers",
  "odd-balances": "balances have types outside the list",
  "no-links": "accounts have no links",
  camt052: "transactions are camt.052, whatever was asked for",
  camt053: "transactions are camt.053 in its second version, whatever was asked for",
  "camt053-v8": "transactions are camt.053 in its eighth version, whatever was asked for",
  mt940: "transactions are MT940, whatever was asked for",
  zip: "XML comes in a ZIP",
  download: "transactions are a link to a file",
  etag: "unchanged answers are 304",
  restated: "the bank has looked at its books of the last fourteen days again",
} as const;

/** Of lists with a cursor, of which positions are one too. */
const custodyWords = {
  strings: "amounts are JSON strings",
  precise: "the first amount has more digits than a double holds",
  looping: "the cursor of the second page leads to the second page",
  "empty-page": "the second page is empty and has a cursor",
  overlapping: "each page begins with the last entry of the page before",
  "no-cursor": "the last page says nothing of a cursor instead of giving an empty one",
  "day-by-day": "`dateTo` is ignored, as the specification knows it not",
  "unlisted-type": "one instrument is of a type that is not on the list",
  "odd-isin": "one ISIN has a wrong check digit",
} as const;

export const words = { ...sharedWords, ...cashWords, ...custodyWords } as const;

export type Word = keyof typeof words;
export type Script = ReadonlySet<Word>;

export type Vocabulary = ReadonlySet<Word>;

const vocabulary = (...groups: readonly object[]): Vocabulary =>
  new Set(groups.flatMap((group) => Object.keys(group) as Word[]));

export const cashVocabulary = vocabulary(sharedWords, cashWords);
export const custodyVocabulary = vocabulary(sharedWords, custodyWords);

const areKnown = (parts: readonly string[], known: Vocabulary): parts is readonly Word[] =>
  parts.every((part) => known.has(part as Word));

/** Those words as a script; `null` where the bank knows one of them not. */
export const scriptOf = (parts: readonly string[], known: Vocabulary): Script | null =>
  areKnown(parts, known) ? new Set(parts) : null;

/** The words of a bank's path; `null` where one of them is unknown. */
export function scriptOfPath(
  segment: string,
  { apiName, words: known }: { readonly apiName: string; readonly words: Vocabulary },
): Script | null {
  const [first, ...rest] = segment.split(".");
  return first === apiName ? scriptOf(rest, known) : null;
}

export interface UserName {
  readonly person: BankPerson;
  readonly script: Script;
}

/**
 * `person.word.word@anything`: a person, words in any number, and a mark that makes it a login of its own, so
 * that tests side by side never meet. Without a person it is the first that the bank lists.
 */
export function parseUserName(
  userName: string,
  { people, words: known }: { readonly people: readonly BankPerson[]; readonly words: Vocabulary },
): UserName | null {
  const [named = "", ...marks] = userName.trim().toLowerCase().split("@");
  if (marks.length > 1 || !/^[a-z0-9.-]{1,120}$/.test(named)) return null;
  const parts = named.split(".");
  const found = people.filter(({ key }) => parts.includes(key));
  const rest = parts.filter((part) => !found.some(({ key }) => key === part));
  const [person = people[0]] = found;
  const script = scriptOf(rest, known);
  return found.length > 1 || !person || !script ? null : { person, script };
}
