import type pg from "pg";

/**
 * So many statements are kept at the most, on any connection: each takes memory of every server process. What comes
 * after that runs as it would without a name.
 */
const mostKept = 400;

/** A text that comes so often will come again: what is written once for each number of rows takes no place. */
const timesSeen = 3;
const mostSeen = 1_000;

/** Names by role and text, and how often a text without one was seen. They are of this process, as every connection is. */
const names = new Map<string, string>();
const seen = new Map<string, number>();

function nameOf(role: string, text: string): string | undefined {
  const key = `${role} ${text}`;
  const known = names.get(key);
  if (known !== undefined || names.size >= mostKept) return known;
  const times = (seen.get(key) ?? 0) + 1;
  if (times < timesSeen) {
    if (seen.size >= mostSeen) seen.clear();
    seen.set(key, times);
    return undefined;
  }
  seen.delete(key);
  const name = `kept.${names.size + 1}`;
  names.set(key, name);
  return name;
}

/**
 * The client as it is, but each statement has a name, under which the connection's server process parses and plans it
 * once. For acts whose statements have the same few texts each time. Row security is in the plans, which are of one role:
 * under another role the server would make them anew each time, so that each role has names of its own.
 */
export function keepingPlans(client: pg.PoolClient, role: string): pg.PoolClient {
  const query = (statement: pg.QueryConfig, values: unknown[]) =>
    client.query({ ...statement, name: statement.name ?? nameOf(role, statement.text) }, values);
  return Object.assign(Object.create(client) as pg.PoolClient, { query });
}
