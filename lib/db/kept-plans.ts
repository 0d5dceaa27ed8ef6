import { createHash } from "node:crypto";
import type pg from "pg";

/**
 * So many statements are kept at the most, on any connection: each takes memory of every server process. What comes
 * after that runs as it would without a name.
 */
const mostKept = 400;

/** A text that comes so often will come again, unless it is one of the many lengths of a list. */
const timesSeen = 3;
const mostSeen = 1_000;
const mostOfOneShape = 3;
const longestText = 6_000;

/** Names by role and text, how often a text without one was seen, and how many of a shape have one, for this process. */
const names = new Map<string, string>();
const seen = new Map<string, number>();
const shapes = new Map<string, number>();

function nameOf(role: string, text: string): string | undefined {
  const key = `${role} ${text}`;
  const known = names.get(key);
  if (known !== undefined || names.size >= mostKept || text.length > longestText) return known;
  const times = (seen.get(key) ?? 0) + 1;
  if (times < timesSeen) {
    if (seen.size >= mostSeen) seen.clear();
    seen.set(key, times);
    return undefined;
  }
  const shape = shapeOf(key);
  const ofShape = (shapes.get(shape) ?? 0) + 1;
  if (ofShape > mostOfOneShape) return undefined;
  shapes.set(shape, ofShape);
  seen.delete(key);
  // Named by what it is: where somebody else's connection is given to this process, a name means the same text or none.
  const name = `kept.${createHash("sha256").update(key).digest("base64url").slice(0, 24)}`;
  names.set(key, name);
  return name;
}

/** What lists of different lengths, and rows of different number, have in common. */
const shapeOf = (key: string): string =>
  key
    .replace(/\$\d+/g, "$")
    .replace(/\(\$(?:, \$)*\)/g, "(…)")
    .replace(/(\([^()]*\))(?:, \1)+/g, "$1");

/**
 * The client as it is, but a statement that comes again and again has a name, under which the connection's server
 * process parses it once, and plans it once where that is not dearer. Row security is in the plans, which are of one
 * role: each has names of its own. Where a visitor becomes a person within a transaction, the server plans anew.
 */
export function keepingPlans(client: pg.PoolClient, role: string): pg.PoolClient {
  const query = (statement: pg.QueryConfig, values: unknown[]) =>
    client.query({ ...statement, name: statement.name ?? nameOf(role, statement.text) }, values);
  return Object.assign(Object.create(client) as pg.PoolClient, { query });
}
