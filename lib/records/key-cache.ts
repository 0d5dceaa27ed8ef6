/** What is kept of an unwrapped key. The material is zeroed when the entry goes. */
export interface KeptKey {
  readonly region: string;
  readonly material: Buffer;
}

export interface CacheLimits {
  readonly entries: number;
  readonly lifetimeMs: number;
}

export const usualLimits: CacheLimits = { entries: 1_000, lifetimeMs: 5 * 60_000 };

interface Entry {
  readonly key: Promise<KeptKey>;
  /** Callers that have not taken their copy yet. */
  takers: number;
  isDropped: boolean;
  timer: NodeJS.Timeout | null;
}

/**
 * Unwrapped keys in this process's memory: so many, for so long, the least recently used goes first. Whoever takes
 * one gets a copy and clears it. Calls for one key at one time are one call.
 *
 * It keeps keys only while it is told of erasures: until `resume`, and after `pause`, a key is used and forgotten.
 */
export class KeyCache {
  readonly #limits: CacheLimits;
  readonly #entries = new Map<string, Entry>();
  #isPaused = true;

  constructor(limits: CacheLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#entries.size;
  }

  async take(id: string, load: () => Promise<KeptKey>): Promise<KeptKey> {
    const entry = this.#entries.get(id) ?? this.#begin(load);
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    this.#keepWithinLimit();

    entry.takers += 1;
    try {
      const { region, material } = await entry.key;
      entry.timer ??= setTimeout(() => this.#drop(id, entry), this.#limits.lifetimeMs).unref();
      return { region, material: Buffer.from(material) };
    } catch (failure) {
      this.#drop(id, entry);
      throw failure;
    } finally {
      entry.takers -= 1;
      if (this.#isPaused) this.#drop(id, entry);
      this.#clearIfUnused(entry);
    }
  }

  forget(id: string): void {
    const entry = this.#entries.get(id);
    if (entry) this.#drop(id, entry);
  }

  clear(): void {
    for (const [id, entry] of [...this.#entries]) this.#drop(id, entry);
  }

  pause(): void {
    this.#isPaused = true;
    this.clear();
  }

  resume(): void {
    this.#isPaused = false;
    this.clear();
  }

  #begin(load: () => Promise<KeptKey>): Entry {
    return { key: load(), takers: 0, isDropped: false, timer: null };
  }

  #keepWithinLimit(): void {
    for (const [id, entry] of this.#entries) {
      if (this.#entries.size <= this.#limits.entries) return;
      this.#drop(id, entry);
    }
  }

  /** A later entry of the same id is another's. */
  #drop(id: string, entry: Entry): void {
    if (this.#entries.get(id) === entry) this.#entries.delete(id);
    entry.isDropped = true;
    this.#clearIfUnused(entry);
  }

  #clearIfUnused(entry: Entry): void {
    if (!entry.isDropped || entry.takers > 0) return;
    if (entry.timer) clearTimeout(entry.timer);
    entry.key.then(
      ({ material }) => material.fill(0),
      () => {},
    );
  }
}
