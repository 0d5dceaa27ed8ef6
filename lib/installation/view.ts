/** The states of NIST SP 800-57 Part 1 Rev. 5, sections 7.1 to 7.6, in its order. */
export const keyStates = [
  "preActivation",
  "active",
  "suspended",
  "deactivated",
  "compromised",
  "destroyed",
] as const;
export type KeyState = (typeof keyStates)[number];

/** What an administrator of the key has to do next, if anything. */
export const keySteps = [
  "none",
  "wait",
  "publish",
  "makePrimary",
  "configure",
  "moving",
  "keep",
  "disable",
  "destroy",
  "enable",
  "restore",
  "replace",
  "lost",
] as const;
export type KeyStep = (typeof keySteps)[number];

/** One version of a configured key. Nothing in it is secret. */
export interface KeyVersionView {
  readonly name: string;
  /** What the key is for, as the configuration names it. */
  readonly purpose: string;
  readonly region: string | null;
  /** The key ring and its project: whose administrators decide over it. */
  readonly owner: string;
  /** The key's own name and the version's number. */
  readonly key: string;
  readonly version: string;
  readonly algorithm: string;
  readonly protectionLevel: string;
  readonly state: KeyState;
  /** As the KMS names it. */
  readonly kmsState: string;
  readonly isPrimary: boolean;
  readonly createdAt: string | null;
  readonly destroysAt: string | null;
  /** How much only this version opens; `null` where that is not counted. */
  readonly inUse: number | null;
  readonly nextStep: KeyStep;
}

export interface KeyInventoryView {
  /** When the worker last saw all of it; `null` if it never did. */
  readonly asOf: string | null;
  /** Older than it should be: the worker or the KMS is not answering. */
  readonly isStale: boolean;
  readonly versions: readonly KeyVersionView[];
}
