import { type DerivedKey, openUnder, sealUnder, toDerivedKey } from "#lib/keys/aead.ts";
import { EnvelopeError } from "#lib/keys/envelope-error.ts";
import { type ChunkContext, encodeChunkContext, type KeyContext } from "./context.ts";

/**
 * Suite 2: one key for all chunks of an investor, derived once, with a random nonce for each envelope.
 *
 * NIST SP 800-38D section 8.3 allows 2^32 envelopes under one key with random 96-bit nonces. Six kinds of data of a
 * hundred accounts, sealed anew every quarter of an hour, come to that after two centuries.
 */
const suite = 2;

export class ChunkKey implements Disposable {
  readonly context: KeyContext;
  readonly #encode: (chunk: ChunkContext) => readonly Buffer[];
  #derived: DerivedKey | null;

  /** Takes the material over and clears it. */
  constructor(context: KeyContext, material: Buffer) {
    this.context = context;
    this.#encode = encodeChunkContext(context);
    this.#derived = toDerivedKey(material);
  }

  seal(chunk: ChunkContext, plaintext: Buffer): Buffer {
    return sealUnder(suite, this.#held(), plaintext, this.#encode(chunk));
  }

  open(chunk: ChunkContext, envelope: Buffer): Buffer {
    return openUnder(suite, this.#held(), envelope, this.#encode(chunk));
  }

  [Symbol.dispose](): void {
    this.#derived = null;
  }

  #held(): DerivedKey {
    if (!this.#derived) throw new EnvelopeError("keyRefused");
    return this.#derived;
  }
}
