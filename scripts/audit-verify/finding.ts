/** What is wrong, at the first place where it shows. */
export class Finding extends Error {
  override readonly name = "Finding";
  readonly index: number | null;
  readonly eventId: string | null;

  constructor(sentence: string, at: { readonly index?: number; readonly eventId?: string | null } = {}) {
    super(sentence);
    this.index = at.index ?? null;
    this.eventId = at.eventId ?? null;
  }
}

/** The command cannot even begin: a file that is not there, or not what it should be. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}

const eventPattern = /"eventId":"(evt_[0-9a-f-]{36})"/;

/** The event that the bytes say they are, for the person who has to look; nothing is believed of it. */
export const eventIdIn = (bytes: Buffer): string | null =>
  eventPattern.exec(bytes.toString("utf8"))?.[1] ?? null;
