import type { Secret } from "#lib/kernel/secret.ts";

/** A mail whose body may hold a sign-in link, and is therefore a secret until the mail server has it. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly body: Secret<string>;
  /** A file of text whose bytes arrive as they are, which those of a body need not. */
  readonly attachment?: { readonly name: string; readonly content: string };
}

/** Resolves once the mail server has taken the mail; rejects otherwise. */
export type SendMail = (mail: Mail, signal: AbortSignal) => Promise<void>;
