import type { Face } from "#lib/access/roles.ts";

/** Where a sign-in is attempted from, as the web process saw it itself and not as the visitor says. */
export interface Visit {
  /** Our own origin that was called, such as `https://consent.example.com`. */
  readonly origin: string;
  /** The faces that this hostname serves. All of them, unless the console has a hostname of its own. */
  readonly faces: readonly Face[];
  readonly remoteAddress: string;
  /** Browser and system in words; see `device.ts`. */
  readonly device: string | null;
}
