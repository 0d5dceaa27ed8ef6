import { z } from "zod";
import { parseAnswer } from "#lib/aspsp/answer-fields.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { AspspAccount, AspspHolder } from "#lib/aspsp/records.ts";
import { type AccountAnswer, accountSchema, holdersOf, toAccount } from "./account-answer.ts";
import { type Handle, partUrl, unpackHandle } from "./account-handle.ts";
import type { AccountReader } from "./account-reader.ts";
import { linksSchema } from "./links.ts";
import { eachPage } from "./pages.ts";
import { standardUrl } from "./talk.ts";

const mostAccounts = 5_000;
const accounts = z.array(accountSchema).max(mostAccounts);
const lists = {
  accounts: z
    .object({ accounts, _links: linksSchema })
    .transform(({ accounts: list, _links }) => ({ list, _links })),
  "card-accounts": z
    .object({ cardAccounts: accounts, _links: linksSchema })
    .transform(({ cardAccounts: list, _links }) => ({ list, _links })),
};
const Details = z.union([
  z.object({ account: accountSchema }).transform(({ account }) => account),
  z.object({ cardAccount: accountSchema }).transform(({ cardAccount }) => cardAccount),
]);

/** What the consent opens. A list that names an account twice is no list. */
export async function* listAccounts(
  reader: AccountReader,
  known: Map<string, readonly AspspHolder[]>,
): AsyncGenerator<AspspAccount, void> {
  const { institution } = reader;
  const paths: readonly Handle["path"][] = institution.hasCardAccounts
    ? ["accounts", "card-accounts"]
    : ["accounts"];
  for (const path of paths) {
    const seen = new Set<string>();
    const first = { call: path, url: standardUrl(institution, path) };
    for await (const answer of eachPage(reader, first, (page) => linksOf(page, path))) {
      for (const one of parseAnswer(lists[path], answer.json(), path).list) {
        if (seen.has(one.resourceId))
          throw new AspspError("malformedAnswer", { call: path, at: "resourceId" });
        seen.add(one.resourceId);
        const account = toAccount(one, path, answer.url);
        if (hasHolders(one)) known.set(account.handle, holdersOf(one));
        yield account;
      }
    }
  }
}

const linksOf = (page: unknown, path: Handle["path"]) => parseAnswer(lists[path], page, path)._links;

const hasHolders = ({ ownerName, ownerNames }: AccountAnswer): boolean =>
  ownerName !== null || ownerNames !== null;

/** The list names the holders at most banks; otherwise the account itself is asked. */
export async function* readHolders(
  reader: AccountReader,
  account: AspspAccount,
  known: ReadonlyMap<string, readonly AspspHolder[]>,
): AsyncGenerator<AspspHolder, void> {
  const listed = known.get(account.handle);
  if (listed) return yield* listed;
  const url = partUrl(reader.institution, unpackHandle(account.handle), "details");
  const answer = await reader.read({ call: "account", url });
  const details = parseAnswer(Details, answer.json(), "account");
  // Not told is not the same as none.
  if (!hasHolders(details)) throw new AspspError("notCovered", { call: "account", at: "ownerName" });
  yield* holdersOf(details);
}
