import type { FieldView } from "./field-view.ts";

export const institutionStates = ["operational", "degraded", "down", "maintenance"] as const;
export type InstitutionState = (typeof institutionStates)[number];

/** A bank as people find it, in the reader's language. */
export interface InstitutionView {
  readonly id: string;
  readonly name: string;
  readonly legalName: string;
  readonly bic: string;
  readonly country: string;
  readonly state: InstitutionState;
  /** What the operator says of the state; `null` where it is left to the state's own word. */
  readonly stateText: string | null;
}

/** With what it asks for when somebody signs in there. */
export interface InstitutionFormView extends InstitutionView {
  readonly fields: readonly FieldView[];
}

export interface InstitutionListView {
  readonly found: readonly InstitutionView[];
  /** How many more there are than are shown. */
  readonly more: number;
}
