import { and, asc, eq, inArray } from "drizzle-orm";
import type { Transaction } from "#lib/db/database.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import { credentials } from "./schema.ts";

const { credentialId, personId, institutionId, state, version, createdAt, lastOpenedAt } = credentials;
const columns = { credentialId, personId, institutionId, state, version, createdAt, lastOpenedAt };

export const listCredentialsById = (tx: Transaction, credentialIds: readonly CredentialId[]) =>
  tx
    .select(columns)
    .from(credentials)
    .where(inArray(credentialId, [...credentialIds]))
    .orderBy(asc(credentialId));

/** Those that something could still open. */
export const listCredentialsAt = (tx: Transaction, at: string, limit: number) =>
  tx
    .select(columns)
    .from(credentials)
    .where(and(eq(institutionId, at), eq(state, "sealed")))
    .orderBy(asc(credentialId))
    .limit(limit);
