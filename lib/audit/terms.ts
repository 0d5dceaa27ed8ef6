import { z } from "zod";

const fact = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

/** An entry as its own bytes say it. The database holds all but session and facts to what the row's columns say. */
export const recordedEntry = z.object({
  eventId: z.string(),
  tenantId: z.string(),
  occurredAt: z.string(),
  type: z.string(),
  actor: z.object({
    type: z.string(),
    id: z.string().nullable(),
    session: z.string().nullable().catch(null),
  }),
  requestId: z.string(),
  facts: z.record(z.string(), fact).catch({}),
});
export type RecordedEntry = z.output<typeof recordedEntry>;

export const readRecorded = (body: Buffer): RecordedEntry =>
  recordedEntry.parse(JSON.parse(body.toString("utf8")));

/** What an entry can be found by, besides its time. */
export const termKinds = ["type", "actor", "subject", "request", "session", "fact"] as const;
export type TermKind = (typeof termKinds)[number];

/** Where an identifier of which nothing else is known may stand. */
export const anywhere = ["actor", "subject", "request", "session", "fact"] as const satisfies TermKind[];

export const termOf = (kind: TermKind, value: string): string => `${kind}:${value}`;

const identifier = /^[a-z]{3}_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The words of a fact: one that says several things about each other has them side by side. */
export const wordsOf = (
  fact: string | number | boolean | null | undefined | readonly string[],
): readonly string[] => [fact].flat().flatMap((one) => (typeof one === "string" ? one.split(" ") : []));

/** Identifiers among the facts: such by their form, or by the fact's name. */
export function identifiersIn(facts: RecordedEntry["facts"]): readonly string[] {
  return Object.entries(facts).flatMap(([name, value]) =>
    wordsOf(value).filter((one) => one !== "" && (identifier.test(one) || /(^id|Ids?)$/.test(name))),
  );
}

/** Each term once. The subject is a column of the event's row and no member of its bytes, and one of its facts. */
export function termsOf(entry: RecordedEntry, subjectId: string | null): readonly string[] {
  const { type, actor, requestId, facts } = entry;
  const found: readonly (readonly [TermKind, string | null])[] = [
    ["type", type],
    ["actor", actor.id],
    ["subject", subjectId],
    ["request", requestId],
    ["session", actor.session],
    ...identifiersIn(facts)
      .filter((id) => id !== subjectId)
      .map((id) => ["fact", id] as const),
  ];
  return [
    ...new Set(
      found.flatMap(([kind, value]) => (value === null || value === "" ? [] : [termOf(kind, value)])),
    ),
  ];
}
