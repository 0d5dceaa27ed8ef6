import { createHash } from "node:crypto";
import { z } from "zod";

import { parseAnswer } from "#lib/aspsp/answer-fields.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { Custody, Question } from "./custody.ts";

const mostPages = 5_000;
const mostOnPage = 50_000;
const mostItems = 100_000;
/** So many the bank is asked to put on a page: to read them holds up nobody else, and few calls are enough for a year. */
const pageSize = "200";
const longestCursor = 4_000;

interface Identified {
  readonly id: string;
}

/** What has been listed so far, over the pages of one list. */
export class Listed {
  readonly #digests = new Map<string, string>();
  readonly #call: string;

  constructor(call: string) {
    this.#call = call;
  }

  /** The items of a page that were on none before. Pages may overlap; two items under one identifier may not be. */
  fresh<Item extends Identified>(page: readonly Item[]): readonly Item[] {
    if (new Set(page.map(({ id }) => id)).size !== page.length) throw this.#malformed("id");
    const found = page.filter((item) => !this.#isRepeated(item));
    if (this.#digests.size > mostItems) throw new AspspError("answerTooLarge", { call: this.#call });
    return found;
  }

  #isRepeated(item: Identified): boolean {
    const digest = createHash("sha256").update(JSON.stringify(item)).digest("base64");
    const known = this.#digests.get(item.id);
    if (known !== undefined && known !== digest) throw this.#malformed("id");
    this.#digests.set(item.id, digest);
    return known !== undefined;
  }

  #malformed(at: string): AspspError {
    return new AspspError("malformedAnswer", { call: this.#call, at });
  }
}

/** A list, page by page, led by the cursor in the header `nextCursor`. A cursor that comes again would never end. */
export async function* pagesOf<Item extends z.ZodType<Identified>>(
  custody: Custody,
  question: Question,
  item: Item,
  listed: Listed,
): AsyncGenerator<readonly z.output<Item>[], void> {
  const { call, query } = question;
  const schema = z.array(item).max(mostOnPage);
  const visited = new Set<string>();
  for (let cursor = ""; ; ) {
    const page = { limit: pageSize, ...(cursor === "" ? {} : { cursor }) };
    const answer = await custody.ask({ ...question, query: { ...query, ...page } });
    yield listed.fresh(parseAnswer(schema, answer.json(), call));
    cursor = answer.header("nextcursor") ?? "";
    if (cursor === "") return;
    if (visited.has(cursor) || visited.size >= mostPages || cursor.length > longestCursor)
      throw new AspspError("malformedAnswer", { call, at: "nextCursor" });
    visited.add(cursor);
  }
}

export async function allPagesOf<Item extends z.ZodType<Identified>>(
  custody: Custody,
  question: Question,
  item: Item,
): Promise<readonly z.output<Item>[]> {
  const found: z.output<Item>[] = [];
  for await (const page of pagesOf(custody, question, item, new Listed(question.call))) found.push(...page);
  return found;
}
