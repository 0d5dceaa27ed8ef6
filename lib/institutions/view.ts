import { products } from "#lib/aspsp/connector.ts";
import type { BannerView } from "./banner-view.ts";
import type { FieldView } from "./field-view.ts";

export const institutionStates = ["operational", "degraded", "down", "maintenance"] as const;
export type InstitutionState = (typeof institutionStates)[number];

/** What was asked of a bank: a move of a dialog, or a kind of data. */
export const healthProducts = ["dialog", ...products] as const;
export type HealthProduct = (typeof healthProducts)[number];

export type MeasuredState = "operational" | "degraded" | "down";

/** How a bank does by what it answered us in the last hour. */
export interface HealthView {
  readonly state: MeasuredState;
  /** Calls that were answered as the standard wants it, refusals among them; rounded down. */
  readonly answeredPercent: number;
  /** Half of the answers took longer; `null` where there were none. */
  readonly medianMs: number | null;
  /** Since when it is not operational; `null` where it is, or where that is longer ago than an hour. */
  readonly since: string | null;
  /** What of it is not well taken alone: a bank may let people in and give no transactions. */
  readonly unwell: readonly HealthProduct[];
}

/** A bank as people find it, in the reader's language. */
export interface InstitutionView {
  readonly id: string;
  readonly name: string;
  readonly legalName: string;
  /** A `data:image/…` URL, or `null` where the name's monogram stands for it. */
  readonly logo: string | null;
  readonly bic: string;
  readonly country: string;
  readonly state: InstitutionState;
  /** What the operator says of the state; `null` where it is left to the state's own word. */
  readonly stateText: string | null;
  /** What was measured, where the operator says nothing and it is not well. */
  readonly measured: HealthView | null;
  /** What the firm itself says of it for now. */
  readonly banner: BannerView | null;
}

/** With what it asks for when somebody signs in there. */
export interface InstitutionFormView extends InstitutionView {
  readonly fields: readonly FieldView[];
}

export interface InstitutionListView {
  /** Where nothing is searched for: what most are looking for. None of them is in `found` again. */
  readonly popular: readonly InstitutionView[];
  readonly found: readonly InstitutionView[];
  /** How many more there are than are shown. */
  readonly more: number;
}

/** How calls for one thing went in the last day, counted over all firms. */
export interface ProductCallsView {
  readonly product: HealthProduct;
  readonly ok: number;
  readonly refused: number;
  readonly unavailable: number;
  readonly malformed: number;
}
