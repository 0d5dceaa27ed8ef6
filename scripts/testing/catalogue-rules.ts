import { actorRoles, gateRole } from "#lib/db/roles.ts";

import type { Catalogue } from "./catalogue.ts";

/**
 * Tables without row security, each with its reason. A table that is neither protected nor named here fails the
 * rules until somebody has decided what it is.
 */
export const withoutRowSecurity: Readonly<Record<"data" | "keys", Readonly<Record<string, string>>>> = {
  data: {
    licet_migrations: "Names and checksums of migrations; any process compares them with its own.",
    job_kinds: "The allow-list of the queue; kinds and roles.",
    worker_heartbeats: "Host and process of a worker and when it was last seen.",
    rate_windows: "Counts under a hash, which only the gate reads, and which nobody can turn into a person.",
    transport_keys: "Public halves of the installation's own keys.",
    audit_log_state: "How far the audit log is; one row of counters.",
    audit_epochs: "Which clusters wrote the audit log.",
    audit_tiles: "Hashes of the audit log's tree.",
    audit_checkpoints: "What is signed of the audit log and published to everybody.",
    audit_terms:
      "What entries of the audit log are found by, hashed with the firm; the gate alone looks into it.",
    audit_index_state: "How many entries of the audit log can be found; one row.",
    audit_check_state: "How the audit log's check of itself stands; one row.",
    audit_mailings: "When mailboxes of the configuration were sent checkpoints; a mailbox is a hash.",
    key_rotations: "How many ciphertexts are still to be moved to a key's new version, over all firms.",
    institution_health: "How often and how fast banks answered, counted over all firms.",
    reference_rates: "What currencies were worth on each day, as it is published to everybody.",
    reference_rate_state: "How far loading these rates is; one row.",
    key_versions: "Names and states of the installation's own keys; no material.",
  },
  keys: {
    licet_migrations: "Names and checksums of migrations; any process compares them with its own.",
  },
};

const personal = ["tenant_id", "person_id", "email", "email_key", "name"];
const serving = ["licet_web", "licet_worker"];
const acting: readonly string[] = [...Object.values(actorRoles).flat(), gateRole];

/** Everything in the catalogue that breaks a rule of design.md sections 2 and 7, one sentence each. */
export function catalogueProblems(catalogue: Catalogue, kind: "data" | "keys"): readonly string[] {
  return [
    ...tableProblems(catalogue, withoutRowSecurity[kind]),
    ...definerProblems(catalogue),
    ...roleProblems(catalogue),
    ...grantProblems(catalogue),
    ...catalogue.largeObjects.map((name) => `everybody may call ${name}, which no policy reaches`),
  ];
}

function tableProblems({ tables }: Catalogue, exempt: Readonly<Record<string, string>>): string[] {
  const problems = tables.flatMap(({ name, enabled, forced, columns, primaryKey }) => {
    const found: string[] = [];
    if (name in exempt) {
      const told = columns.filter((column) => personal.includes(column) && name !== "licet_migrations");
      for (const column of told) found.push(`${name} is exempt from row security and has ${column}`);
      if (enabled) found.push(`${name} is exempt and yet has row security: take it off the list`);
    } else if (!enabled || !forced) {
      found.push(`${name} has row security ${enabled ? "not forced" : "not enabled"}`);
    }
    if (columns.includes("tenant_id") && primaryKey[0] !== "tenant_id") {
      found.push(`${name} has tenant_id, and its primary key does not begin with it`);
    }
    return found;
  });
  const gone = Object.keys(exempt).filter((name) => !tables.some((table) => table.name === name));
  return [...problems, ...gone.map((name) => `${name} is on the list of exempt tables and does not exist`)];
}

function definerProblems({ definers }: Catalogue): string[] {
  return definers.flatMap(({ name, schema, owner, searchPath, publicMayExecute }) => {
    const found: string[] = [];
    if (schema !== "gate") found.push(`${schema}.${name} is a definer function outside the gate`);
    if (owner !== gateRole) found.push(`${schema}.${name} runs as ${owner}`);
    if (!searchPath?.startsWith("search_path=pg_catalog")) {
      found.push(`${schema}.${name} has no search path of its own`);
    }
    if (publicMayExecute) found.push(`${schema}.${name} may be called by everybody`);
    return found;
  });
}

function roleProblems({ roles }: Catalogue): string[] {
  const expected = [...serving, "licet_owner", ...acting].sort();
  const found = roles.flatMap(({ name, login, inherit, privileged, ownedObjects }) => {
    const problems: string[] = [];
    const mayLogIn = serving.includes(name) || name === "licet_owner";
    if (login !== mayLogIn) problems.push(`${name} ${login ? "can" : "cannot"} log in`);
    if (inherit) problems.push(`${name} inherits the rights of its roles`);
    if (privileged) problems.push(`${name} has a right over the whole cluster`);
    const mayOwn = name === "licet_owner" || name === gateRole;
    if (ownedObjects > 0 && !mayOwn) problems.push(`${name} owns ${ownedObjects} objects`);
    return problems;
  });
  const unknown = roles.filter(({ name }) => !expected.includes(name));
  return [...found, ...unknown.map(({ name }) => `${name} is a role that lib/db/roles.ts does not name`)];
}

function grantProblems({ grants }: Catalogue): string[] {
  const may = new Set(serving.map((role) => `${role} SELECT licet_migrations`));
  return grants
    .filter(({ grantee }) => serving.includes(grantee) || grantee === "public")
    .map(({ grantee, privilege, object }) => `${grantee} ${privilege} ${object}`)
    .filter((grant) => !may.has(grant))
    .map((grant) => `a right that nobody acts under: ${grant}`);
}
