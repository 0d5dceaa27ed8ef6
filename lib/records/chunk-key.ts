import { createHmac } from "node:crypto";
import { type DerivedKey, dataKeyBytes, expand, openUnder, sealUnder, toDerivedKey } from "#lib/keys/aead.ts";
import { lengthPrefixed } from "#lib/keys/canonical.ts";
import { EnvelopeError } from "#lib/keys/envelope-error.ts";
import {
  type ChunkContext,
  type DeclarationContext,
  encodeChunkContext,
  encodeDeclarationContext,
  encodeNoteContext,
  type KeyContext,
  type NoteContext,
} from "./context.ts";

/**
 * Suite 2: one key for all chunks of an investor, derived once, with a random nonce for each envelope.
 *
 * NIST SP 800-38D section 8.3 allows 2^32 envelopes under one key with random 96-bit nonces. Six kinds of data of a
 * hundred accounts, sealed anew every quarter of an hour, come to that after two centuries.
 */
const suite = 2;
const identityLabel = "licet/record-identity/1";

export class ChunkKey implements Disposable {
  readonly context: KeyContext;
  readonly #encode: (chunk: ChunkContext) => readonly Buffer[];
  readonly #encodeDeclaration: (declaration: DeclarationContext) => readonly Buffer[];
  readonly #encodeNote: (note: NoteContext) => readonly Buffer[];
  #derived: DerivedKey | null;

  /** Takes the material over and clears it. */
  constructor(context: KeyContext, material: Buffer) {
    this.context = context;
    this.#encode = encodeChunkContext(context);
    this.#encodeDeclaration = encodeDeclarationContext(context);
    this.#encodeNote = encodeNoteContext(context);
    this.#derived = toDerivedKey(material);
  }

  seal(chunk: ChunkContext, plaintext: Buffer): Buffer {
    return sealUnder(suite, this.#held(), plaintext, this.#encode(chunk));
  }

  open(chunk: ChunkContext, envelope: Buffer): Buffer {
    return openUnder(suite, this.#held(), envelope, this.#encode(chunk));
  }

  sealDeclaration(declaration: DeclarationContext, plaintext: Buffer): Buffer {
    return sealUnder(suite, this.#held(), plaintext, this.#encodeDeclaration(declaration));
  }

  openDeclaration(declaration: DeclarationContext, envelope: Buffer): Buffer {
    return openUnder(suite, this.#held(), envelope, this.#encodeDeclaration(declaration));
  }

  sealNote(note: NoteContext, plaintext: Buffer): Buffer {
    return sealUnder(suite, this.#held(), plaintext, this.#encodeNote(note));
  }

  openNote(note: NoteContext, envelope: Buffer): Buffer {
    return openUnder(suite, this.#held(), envelope, this.#encodeNote(note));
  }

  /**
   * The same for the same account of this investor, and for nobody else's: what tells it again when a bank names it
   * anew. Whoever has no key can neither make it nor try accounts out. Its key is derived apart (RFC 5869), so it says
   * nothing of what is sealed.
   */
  identify(parts: readonly string[]): Buffer {
    const { tenantId, investorId } = this.context;
    const info = lengthPrefixed([identityLabel, tenantId, investorId ?? ""]);
    const material = expand(this.#held().key, Buffer.alloc(0), info);
    try {
      return createHmac("sha256", material.subarray(0, dataKeyBytes)).update(lengthPrefixed(parts)).digest();
    } finally {
      material.fill(0);
    }
  }

  [Symbol.dispose](): void {
    this.#derived = null;
  }

  #held(): DerivedKey {
    if (!this.#derived) throw new EnvelopeError("keyRefused");
    return this.#derived;
  }
}
