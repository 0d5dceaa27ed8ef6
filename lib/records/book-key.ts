import { createSecretKey, type KeyObject } from "node:crypto";
import { dataKeyBytes, expand, openUnder, requireSuite, sealUnder, toDerivedKey } from "#lib/keys/aead.ts";
import { EnvelopeError } from "#lib/keys/envelope-error.ts";
import { encodeSummaryContext, type KeyContext, type SummaryContext } from "./context.ts";

/**
 * Suite 3: a key for each summary, from the firm's book key and the investor's own secret. The book key outlives the
 * investor and the secret does not: it is destroyed with the investor's key, and what it opened opens no more.
 */
const suite = 3;
const label = Buffer.from("licet/book/3", "utf8");

export class BookKey implements Disposable {
  readonly context: KeyContext;
  readonly #encode: (summary: SummaryContext) => readonly Buffer[];
  #key: KeyObject | null;

  /** Takes the material over and clears it. */
  constructor(context: KeyContext, material: Buffer) {
    this.context = context;
    this.#encode = encodeSummaryContext(context);
    this.#key = createSecretKey(material.subarray(0, dataKeyBytes));
    material.fill(0);
  }

  seal(summary: SummaryContext, secret: Buffer, plaintext: Buffer): Buffer {
    const context = this.#encode(summary);
    return sealUnder(suite, this.#derive(secret, context), plaintext, context);
  }

  open(summary: SummaryContext, secret: Buffer, envelope: Buffer): Buffer {
    requireSuite(suite, envelope);
    const context = this.#encode(summary);
    return openUnder(suite, this.#derive(secret, context), envelope, context);
  }

  [Symbol.dispose](): void {
    this.#key = null;
  }

  #derive(secret: Buffer, context: readonly Buffer[]) {
    if (!this.#key) throw new EnvelopeError("keyRefused");
    return toDerivedKey(expand(this.#key, secret, Buffer.concat([label, ...context])));
  }
}
