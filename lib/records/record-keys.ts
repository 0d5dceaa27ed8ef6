import { randomBytes } from "node:crypto";
import { inKeyTransaction } from "#lib/access/key-transaction.ts";
import type { Database } from "#lib/db/database.ts";
import { type Listening, listen } from "#lib/db/listen.ts";
import type { PersonId, TenantId } from "#lib/kernel/id.ts";
import type { KeyName } from "#lib/kernel/key-name.ts";
import { dataKeyBytes } from "#lib/keys/aead.ts";
import { newDataKey } from "#lib/keys/envelope.ts";
import type { Kms } from "#lib/keys/kms.ts";
import { BookKey } from "./book-key.ts";
import { ChunkKey } from "./chunk-key.ts";
import { encodeKeyContext, type KeyContext } from "./context.ts";
import { type CacheLimits, type KeptKey, KeyCache, usualLimits } from "./key-cache.ts";
import { commitmentIn, materialCommittedTo, materialOf } from "./key-material.ts";
import { cacheId, eraseKey, erasureChannel, insertKey, readBookSecrets, readKey } from "./key-repository.ts";
import { RecordsError } from "./records-error.ts";

export interface RecordKeySettings {
  readonly keyDatabase: Database;
  readonly kms: Pick<Kms, "encrypt" | "decrypt">;
  readonly keysOf: (region: string) => { readonly records: KeyName; readonly book: KeyName };
  /** As whom in the key database: web reads and makes keys, the worker also erases them. */
  readonly role: "licet_reader" | "licet_opener";
  readonly limits?: CacheLimits;
}

/** The keys of investors and of firms' books, as one process has them: one of these a process, closed at its end. */
export class RecordKeys {
  readonly #settings: RecordKeySettings;
  readonly #cache: KeyCache;
  readonly #listening: Listening;
  readonly #heard = Promise.withResolvers<void>();

  constructor(settings: RecordKeySettings) {
    this.#settings = settings;
    this.#cache = new KeyCache(settings.limits ?? usualLimits);
    this.#listening = listen(settings.keyDatabase, erasureChannel, {
      notice: (id) => this.#cache.forget(id),
      connected: () => {
        this.#cache.resume();
        this.#heard.resolve();
      },
      broken: () => this.#cache.pause(),
    });
  }

  /** Until it is told of erasures for the first time it keeps no key, and works all the same. */
  listening(): Promise<void> {
    return this.#heard.promise;
  }

  /** How many unwrapped keys are in memory now. */
  get kept(): number {
    return this.#cache.size;
  }

  async investorKey(tenantId: TenantId, investorId: PersonId): Promise<ChunkKey> {
    const { region, material } = await this.#take(tenantId, investorId);
    return new ChunkKey(this.#contextOf(tenantId, investorId, region), material);
  }

  async bookKey(tenantId: TenantId): Promise<BookKey> {
    const { region, material } = await this.#take(tenantId, null);
    return new BookKey(this.#contextOf(tenantId, null, region), material);
  }

  /**
   * Makes the key of an investor, or of a firm's book, where there is none. It is used only once it has been read back
   * and unwrapped, so that nothing is ever sealed under a key that the KMS would not give back.
   */
  async make(tenantId: TenantId, investorId: PersonId | null, region: string): Promise<void> {
    const context = this.#contextOf(tenantId, investorId, region);
    const aad = encodeKeyContext(context);
    const dataKey = newDataKey();
    const material = materialOf(dataKey, aad);
    try {
      const wrapped = await this.#settings.kms.encrypt(context.keyName, dataKey, aad);
      const key = { wrapped, commitment: commitmentIn(material), bookSecret: randomBytes(dataKeyBytes) };
      await this.#inTenant(tenantId, (tx) => insertKey(tx, context, key));
    } finally {
      dataKey.fill(0);
      material.fill(0);
    }
  }

  /**
   * What opens these investors' summaries beside the book key: `null` where it was erased. None is ever kept, so an
   * erased one is gone at once.
   */
  bookSecrets(
    tenantId: TenantId,
    investorIds: readonly PersonId[],
  ): Promise<ReadonlyMap<PersonId, Buffer | null>> {
    return this.#inTenant(tenantId, (tx) => readBookSecrets(tx, tenantId, investorIds));
  }

  async bookSecret(tenantId: TenantId, investorId: PersonId): Promise<Buffer> {
    const secret = (await this.bookSecrets(tenantId, [investorId])).get(investorId);
    if (!secret) throw new RecordsError(secret === null ? "keyErased" : "keyMissing");
    return secret;
  }

  /** Destroys an investor's key and takes its place for good. Every process is told; this one forgets it now. */
  async erase(tenantId: TenantId, investorId: PersonId, at: Date): Promise<void> {
    await this.#inTenant(tenantId, (tx) => eraseKey(tx, tenantId, investorId, at));
    this.#cache.forget(cacheId(tenantId, investorId));
  }

  async close(): Promise<void> {
    await this.#listening.close();
    this.#cache.pause();
  }

  #take(tenantId: TenantId, investorId: PersonId | null): Promise<KeptKey> {
    return this.#cache.take(cacheId(tenantId, investorId), () => this.#unwrap(tenantId, investorId));
  }

  async #unwrap(tenantId: TenantId, investorId: PersonId | null): Promise<KeptKey> {
    const row = await this.#inTenant(tenantId, (tx) => readKey(tx, tenantId, investorId));
    if (!row) throw new RecordsError("keyMissing");
    if (row.state === "erased") throw new RecordsError("keyErased");
    const context = this.#contextOf(tenantId, investorId, row.region);
    const aad = encodeKeyContext(context);
    const dataKey = await this.#settings.kms.decrypt(context.keyName, row.wrapped, aad);
    try {
      return { region: row.region, material: materialCommittedTo(row.commitment, dataKey, aad) };
    } finally {
      dataKey.fill(0);
    }
  }

  #contextOf(tenantId: TenantId, investorId: PersonId | null, region: string): KeyContext {
    const { records, book } = this.#settings.keysOf(region);
    return { tenantId, investorId, region, keyName: investorId === null ? book : records };
  }

  #inTenant<T>(tenantId: TenantId, work: Parameters<typeof inKeyTransaction<T>>[3]): Promise<T> {
    return inKeyTransaction(this.#settings.keyDatabase, this.#settings.role, tenantId, work);
  }
}
