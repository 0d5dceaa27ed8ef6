import type { Secret } from "#lib/kernel/secret.ts";

/** What the bank gave and what reading takes again. */
export interface AccessGrant {
  /** The bank's name for its consent. Without the caller's certificate it opens nothing, and no page shows it. */
  readonly reference: string;
  /** The last day on which it holds, `YYYY-MM-DD`; `null` where the bank does not say. */
  readonly validUntil: string | null;
  /** Where the bank keeps nothing of its own, such as after OAuth. Credentials: they live in the vault. */
  readonly tokens: Secret<string> | null;
}
