import type { DataCluster, Leavable } from "#lib/kernel/data-cluster.ts";
import type { PresentedFor } from "./presentation.ts";
import type { Duration } from "./validity.ts";
import type { ConsentView, PartyView } from "./view.ts";

/** How far back: as it was asked for (or is in force), or later than that. */
export const historyChoices = ["asked", "P12M", "P90D", "today"] as const;
export type HistoryChoice = (typeof historyChoices)[number];

/** What somebody ticked. Nothing is in it that they did not tick themselves. */
export interface AnswerView {
  readonly clusters: readonly DataCluster[];
  /** Single items of payments that may be stored and seen. */
  readonly items: readonly Leavable[];
  readonly history: HistoryChoice | null;
  readonly duration: Duration | null;
  readonly often: "asked" | "once" | null;
  readonly who: "team" | "named" | null;
  /** Advisors and programs, by their identifiers. */
  readonly named: readonly string[];
}

export interface HistoryOptionView {
  readonly choice: HistoryChoice;
  /** The first day that would be seen; `null` for as far back as the bank tells. */
  readonly from: string | null;
}

export interface DurationOptionView {
  readonly duration: Duration;
  readonly endsAt: string;
}

/** What an investor is asked to decide about a request. */
export interface AnswerSheetView {
  /** As the firm asks for it. */
  readonly consent: ConsentView;
  readonly clusters: ConsentView["clusters"];
  /** Of payments, what may be ticked on its own. */
  readonly items: readonly Leavable[];
  /** None where no kind of data that was asked for has a past. */
  readonly histories: readonly HistoryOptionView[];
  readonly durations: readonly DurationOptionView[];
  readonly mayBeTeam: boolean;
  readonly people: readonly PartyView[];
  readonly programs: readonly PartyView[];
  /** What they chose before, if the text for it was shown; `null` before the first time. */
  readonly last: AnswerView | null;
}

/** One showing of a text, to be agreed to or not. */
export interface ShowingView {
  readonly presentationId: string;
  readonly shownFor: PresentedFor;
  /** Headings, paragraphs and lists in the form of Markdown: exactly what is hashed. */
  readonly text: string;
  readonly sha256: string;
  readonly locale: string;
  /** Neither agreed to, nor too old, nor of a consent that has changed since. */
  readonly isAgreeable: boolean;
  readonly isAccepted: boolean;
  /** The consent as it is. */
  readonly before: ConsentView;
  /** The consent as it would be. */
  readonly after: ConsentView;
}

/** What an investor may change of a consent that is in force, or renew. */
export interface ChangeSheetView
  extends Pick<AnswerSheetView, "consent" | "clusters" | "items" | "histories" | "people" | "programs"> {
  /** The lengths from which a new end may be chosen. */
  readonly durations: readonly DurationOptionView[];
  /** What is in force, or what they chose of it a moment ago and have not agreed to. */
  readonly chosen: AnswerView & { readonly accountIds: readonly string[] };
  /** The length that was chosen last for a renewal; `null` where none was. */
  readonly renewal: Duration | null;
}
