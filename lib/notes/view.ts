export interface NoteView {
  readonly id: string;
  readonly version: number;
  readonly text: string;
  readonly writtenAt: string;
  readonly changedAt: string | null;
}

/** An advisor's own notes on one client. */
export interface ClientNotesView {
  readonly client: { readonly id: string; readonly name: string | null };
  /** Whether a consent of the client that is in force names the advisor: without one no note is shown or written. */
  readonly isShared: boolean;
  /** The newest first. */
  readonly notes: readonly NoteView[];
  /** What the next one that is written will be called. */
  readonly nextId: string;
  readonly longest: number;
}
