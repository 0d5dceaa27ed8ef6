/** Where a page of a list goes on: behind a row's moment, to the microsecond as the database has it, and its identifier. */
export interface ListPlace {
  readonly at: string;
  readonly id: string;
}

const written = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)~([a-z]{3}_[0-9a-f-]{36})$/;

/** `null` for what no page has written: then it is the first. */
export function parseListPlace(text: string | null): ListPlace | null {
  const [, at, id] = written.exec(text ?? "") ?? [];
  return at && id && !Number.isNaN(Date.parse(at)) ? { at, id } : null;
}

export const writeListPlace = ({ at, id }: ListPlace): string => `${at}~${id}`;

const day = /^\d{4}-\d\d-\d\d$/;

/** A day of the calendar, as a date field sends it; `null` for anything else, such as the 30th of February. */
export function parseDay(text: string | undefined): string | null {
  if (!text || !day.test(text)) return null;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : null;
}
