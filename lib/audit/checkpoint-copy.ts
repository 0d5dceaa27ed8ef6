/**
 * A place outside the database where every signed checkpoint is kept: whoever changes or restores the database does
 * not change what is held there. A folder is one, a bucket another.
 */
export interface CheckpointCopy {
  /** The note of the largest checkpoint of this log that is kept here, or `null`. */
  last(origin: string): Promise<string | null>;
  /** Keeps a note. When it returns, the note is there whatever happens to this process or this machine's power. */
  add(note: string): Promise<void>;
}
