import type { AccessGrant } from "./access-grant.ts";
import type { Connector } from "./connector.ts";
import type { AspspError } from "./failure.ts";
import type { Reading } from "./session.ts";

/** A bank's answer below 400, as it came. */
export interface BankAnswer {
  readonly status: number;
  readonly url: string;
  readonly body: Buffer;
  header(name: string): string | null;
  /** Its numbers are the text that the bank wrote. Throws an `AspspError` where it is no JSON. */
  json(): unknown;
}

/** An answer of 400 or above. */
export interface RefusedAnswer {
  readonly call: string;
  readonly status: number;
  /** `null` where there is none. */
  readonly json: unknown;
  readonly retryAfterSeconds: number | null;
}

export interface ReadCall {
  /** What the call is for, in a word: errors say it. */
  readonly call: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Reads under one grant. Each call is written inside `whileWriting`. */
export interface BankReader {
  read(asked: ReadCall): Promise<BankAnswer>;
}

/**
 * The half of a connector that knows no data: how access to a bank is got, proved and given back. What is read with
 * it is another protocol's affair, so that both are put together where connectors are made.
 */
export interface BankAccess
  extends Pick<Connector, "begin" | "resume" | "poll" | "cancel" | "end" | "close"> {
  /** `meaning` says what a refusal means where what is read words refusals in its own way. */
  reader(grant: AccessGrant, reading: Reading, meaning?: (refused: RefusedAnswer) => AspspError): BankReader;
}
