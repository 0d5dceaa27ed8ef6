import type { BankAnswer, BankReader, ReadCall } from "#lib/aspsp/bank-access.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import { resolveLinks } from "./links.ts";

const mostPages = 5_000;

/** The pages of a list in the bank's order. A list that leads back to a page it had would never end. */
export async function* eachPage(
  reader: BankReader,
  first: ReadCall,
  linksOf: (page: unknown) => Readonly<Record<string, string>>,
): AsyncGenerator<BankAnswer, void> {
  const seen = new Set<string>();
  for (let url: string | undefined = first.url; url !== undefined; ) {
    if (seen.has(url) || seen.size >= mostPages)
      throw new AspspError("malformedAnswer", { call: first.call, at: "_links.next" });
    seen.add(url);
    const answer = await reader.read({ ...first, url });
    yield answer;
    url = resolveLinks(linksOf(answer.json()), answer.url).next;
  }
}
