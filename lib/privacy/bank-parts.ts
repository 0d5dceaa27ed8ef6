import { listConnections } from "#lib/connections/list-connections.ts";
import { readConnection } from "#lib/connections/read-connection.ts";
import { type DataCluster, dataClusters } from "#lib/kernel/data-cluster.ts";
import { idSchema } from "#lib/kernel/id.ts";
import type { Chunk } from "#lib/records/chunk.ts";
import { openRecords } from "#lib/records/open-records.ts";
import { shapes } from "#lib/records/shapes.ts";
import { listCredentials } from "#lib/vault/read-credentials.ts";
import type { ExportPart, Json, Row, Source } from "./export-part.ts";

/** That there is an access, and what became of it. What was typed is sealed, and nothing here could open it. */
export const bankAccessesPart: ExportPart = {
  name: "bankAccesses",
  columns: ["id", "institutionId", "bank", "state", "createdAt", "lastOpenedAt", "deletedAt", "receiptId"],
  async *read({ ctx, bankName }) {
    for (const access of await listCredentials(ctx)) {
      const { id, institutionId, state, createdAt, lastOpenedAt, deletedAt, receiptId } = access;
      const times = { createdAt, lastOpenedAt, deletedAt };
      yield { row: { id, institutionId, bank: bankName(institutionId), state, ...times, receiptId } };
    }
  },
};

export const connectionsPart: ExportPart = {
  name: "connections",
  columns: [
    ...[
      "id",
      "institutionId",
      "bank",
      "bankAccessId",
      "consentId",
      "state",
      "needs",
      "needsReason",
      "beganAt",
    ],
    ...["linkedAt", "endedAt", "endedReason", "lastReadAt", "nextRefreshAt", "confirmBefore"],
  ],
  async *read({ ctx, bankName }) {
    for (const connection of await listConnections(ctx)) {
      const { id, institutionId, credentialId, consentId, state, needs, needsReason, beganAt } = connection;
      const { linkedAt, endedAt, endedReason, lastReadAt, nextRefreshAt, confirmBefore } = connection;
      const about = {
        id,
        institutionId,
        bank: bankName(institutionId),
        bankAccessId: credentialId,
        consentId,
      };
      const times = { beganAt, linkedAt, endedAt, endedReason, lastReadAt, nextRefreshAt, confirmBefore };
      yield { row: { ...about, state, needs, needsReason, ...times } };
    }
  },
};

/** Facts of which an account has one. Holders are a list. */
const single = ["name", "iban", "bban", "bic", "maskedPan", "currency", "product", "accountType"] as const;

/** Each account that a bank has named, with what it said of it; whether it was chosen stands with it. */
export const accountsPart: ExportPart = {
  name: "accounts",
  columns: ["id", "connectionId", "bank", "kind", "state", "holders", "holdersShares", ...single, "asOf"],
  async *read(source) {
    const { ctx, keys, bankName } = source;
    const known = new Map<string, Row>();
    for await (const chunk of chunksOf(source, "identity")) known.set(chunk.accountId, factsOf(chunk));
    const nothing = Object.fromEntries(single.map((fact) => [fact, null]));
    const unknown = { ...nothing, holders: [], holdersShares: [], asOf: null };
    for (const connection of await listConnections(ctx)) {
      const connectionId = idSchema("cnx").parse(connection.id);
      const { offeredAccounts } = await readConnection(ctx, keys, { connectionId });
      for (const { id, kind, state } of offeredAccounts) {
        const about = { id, connectionId, bank: bankName(connection.institutionId), kind, state };
        yield { row: { ...about, ...(known.get(id) ?? unknown) } };
        known.delete(id);
      }
    }
    for (const [id, facts] of known) {
      yield { row: { id, connectionId: null, bank: null, kind: null, state: null, ...facts } };
    }
  },
};

function factsOf({ records, asOf }: Extract<Chunk, { cluster: "identity" }>): Row {
  const holders = records.filter(({ fact }) => fact === "holder");
  const told = (fact: string) => records.find((record) => record.fact === fact)?.value ?? null;
  return {
    ...Object.fromEntries(single.map((fact) => [fact, told(fact)])),
    holders: holders.map(({ value }) => value),
    holdersShares: holders.map(({ share }) => share),
    asOf: asOf.toISOString(),
  };
}

const placeColumns = ["accountId", "asOf"];

const recordsPart = (cluster: Exclude<DataCluster, "identity">): ExportPart => ({
  name: cluster,
  columns: [...placeColumns, ...shapes[cluster].columns],
  async *read(source) {
    for await (const { accountId, asOf, records } of chunksOf(source, cluster)) {
      for (const record of records) yield { row: { accountId, asOf: asOf.toISOString(), ...record } };
    }
  },
});

export const recordsParts: readonly ExportPart[] = dataClusters
  .filter((cluster) => cluster !== "identity")
  .map(recordsPart);

/** What is not in here is not known; what is in here without records, the bank said that there is none of. */
export const periodsPart: ExportPart = {
  name: "periods",
  columns: ["accountId", "data", "from", "before", "asOf", "records"],
  async *read({ periods }) {
    for (const row of periods) yield { row };
  },
};

async function* chunksOf<C extends DataCluster>(
  { ctx, keys, periods }: Source,
  cluster: C,
): AsyncGenerator<Extract<Chunk, { cluster: C }>> {
  const { personId: investorId } = ctx.actor;
  for (const chunk of await openRecords(ctx, keys, { investorId, clusters: [cluster] })) {
    const { accountId, from, to, asOf, records } = chunk;
    const count: Json = records.length;
    periods.push({ accountId, data: cluster, from, before: to, asOf: asOf.toISOString(), records: count });
    yield chunk as Extract<Chunk, { cluster: C }>;
  }
}
