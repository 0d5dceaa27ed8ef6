import { people } from "../bank/family/people.ts";
import { randomFrom } from "../bank/family/random.ts";
import { has, type Login } from "../bank/logins.ts";
import type { BankProfile } from "../bank/profile.ts";
import { custodyVocabulary, type Script, type Word } from "../bank/script.ts";
import { bankBic } from "./wealth/custody-account.ts";
import type { Relationship } from "./wealth/plan.ts";
import { relationships, withFurtherAccount, withModelPortfolio } from "./wealth/relationships.ts";

/** Another than at the retail bank, as it should be. It is written on the bank's own demo page. */
export const privatePassword = "granite-lake-58";

const owners = new Set(relationships.flatMap((relation) => relation.owners));

/** The invented private bank, as the demo's list of institutions names it. */
export const privateBank: BankProfile = {
  name: "Seewaldt & Cie",
  bic: bankBic,
  apiName: "openwealth",
  readingLink: { name: "customers", path: "/v3/customers" },
  people: people.filter(({ key }) => owners.has(key)),
  password: privatePassword,
  cardOf: ({ key }) => cardOf(key),
  userNameLabel: "Contract number",
  words: custodyVocabulary,
  redirectsByOAuth: true,
  accountsOf: (login, script) => relationsOf(login, script).flatMap(({ accounts }) => accounts),
  hue: 152,
};

/** The twelve digits on the back of the access card of one person. */
export function cardOf(person: string): string {
  const random = randomFrom(`access card ${person}`);
  return `7560${String(random.between(0, 99_999_999)).padStart(8, "0")}`;
}

const changed = new Map<string, Relationship>();

/** What somebody has at the bank, alone or with others. */
export function relationsOf(login: Login, script: Script): readonly Relationship[] {
  const speaks = (word: Word): boolean => script.has(word) || has(login, word);
  if (speaks("no-accounts")) return [];
  const held = relationships.filter((relation) => relation.owners.includes(login.person.key));
  return held.map((relation, at) =>
    at > 0 ? relation : grown(relation, speaks("new-account"), speaks("busy")),
  );
}

function grown(relation: Relationship, hasFurther: boolean, isBusy: boolean): Relationship {
  const key = `${relation.key} ${hasFurther} ${isBusy}`;
  const further = changed.get(key) ?? (hasFurther ? withFurtherAccount(relation) : relation);
  const result = changed.get(key) ?? (isBusy ? withModelPortfolio(further) : further);
  changed.set(key, result);
  return result;
}
