import type { KeyState, KeyStep } from "./view.ts";

/** One version as the KMS and our own tables show it together. */
export interface KeyVersionFacts {
  /** `CryptoKeyVersionState` of Cloud KMS. */
  readonly kmsState: string;
  /** Beside the version that is used from now on: that one, a later one, or an earlier one. */
  readonly place: "present" | "later" | "earlier";
  readonly kind: "transport" | "wrapping" | "signing";
  readonly isCompromised: boolean;
  /** How much only this version opens; `null` where that is not counted. */
  readonly inUse: number | null;
  /** Whether something new may still come to depend on it. */
  readonly isRetired: boolean;
}

/**
 * The state in the sense of NIST SP 800-57 Part 1 Rev. 5, section 7. The KMS does not know which version is used, nor
 * whether one was disclosed, so it takes both to say it. A state that is not known here is an error, not a guess.
 */
export function keyStateOf({ kmsState, place, isCompromised }: KeyVersionFacts): KeyState {
  switch (kmsState) {
    // 7.6: the material is gone, or was never made.
    case "DESTROYED":
    case "GENERATION_FAILED":
    case "IMPORT_FAILED":
      return "destroyed";
    default:
      // 7.5: known, or suspected, to be in other hands. Only destruction ends that.
      return isCompromised ? "compromised" : stateOfWhole(kmsState, place);
  }
}

function stateOfWhole(kmsState: string, place: KeyVersionFacts["place"]): KeyState {
  switch (kmsState) {
    // 7.1: made or being made, and not authorised for use.
    case "PENDING_GENERATION":
    case "PENDING_IMPORT":
      return "preActivation";
    // 7.1, 7.2 and 7.4: what is protected from now on is protected by the present version; an earlier one still
    // opens what it protected, and a later one does nothing yet.
    case "ENABLED":
      return { present: "active", later: "preActivation", earlier: "deactivated" }[place] as KeyState;
    // 7.3: out of use, and can be put back.
    case "DISABLED":
      return "suspended";
    // 7.4: not wanted any more, and waiting for its destruction.
    case "DESTROY_SCHEDULED":
    case "PENDING_EXTERNAL_DESTRUCTION":
    case "EXTERNAL_DESTRUCTION_FAILED":
      return "deactivated";
    default:
      throw new RangeError(`a key version in state ${kmsState}`);
  }
}

/** What its administrator has to do. Whatever endangers data that is kept comes before everything else. */
export function nextStepOf(facts: KeyVersionFacts): KeyStep {
  const isNeeded = facts.place === "present" || (facts.inUse ?? 0) > 0;
  switch (facts.kmsState) {
    case "DESTROYED":
      return isNeeded ? "lost" : "none";
    case "DESTROY_SCHEDULED":
      return isNeeded ? "restore" : "none";
    case "DISABLED":
      if (facts.isCompromised) return isNeeded ? "replace" : "destroy";
      if (isNeeded) return "enable";
      return facts.kind === "signing" ? "keep" : "destroy";
    case "ENABLED":
      if (facts.isCompromised) return isNeeded ? "replace" : "destroy";
      return stepOfEnabled(facts);
    case "PENDING_GENERATION":
    case "PENDING_IMPORT":
      return "wait";
    default:
      return "none";
  }
}

function stepOfEnabled({ place, kind, inUse, isRetired }: KeyVersionFacts): KeyStep {
  if (place === "present") return "none";
  if (place === "later")
    return ({ transport: "publish", wrapping: "makePrimary", signing: "configure" } as const)[kind];
  // A signature is verified for as long as anybody may ask.
  if (kind === "signing") return "keep";
  if ((inUse ?? 1) > 0) return "moving";
  return kind === "transport" && !isRetired ? "wait" : "disable";
}
