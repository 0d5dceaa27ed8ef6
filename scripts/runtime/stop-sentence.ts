/** A failure the person at the keyboard can mend: shown as its one sentence, without a stack. */
export class StopSentence extends Error {
  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = "StopSentence";
  }
}

/** What to print for a failure: the sentence alone, or the stack of what nobody foresaw. */
export function describeFailure(cause: unknown): string {
  if (cause instanceof StopSentence) return cause.message;
  if (isDenied(cause)) {
    return `The file ${cause.path} belongs to another user: run this command as that user, or remove .data and start again.`;
  }
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

function isDenied(cause: unknown): cause is NodeJS.ErrnoException {
  const code = (cause as NodeJS.ErrnoException | null)?.code;
  return (code === "EACCES" || code === "EPERM") && typeof (cause as NodeJS.ErrnoException).path === "string";
}
