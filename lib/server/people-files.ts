import "server-only";

import type { Cell } from "#lib/files/csv.ts";
import { translator } from "#lib/i18n/messages.ts";
import type { PeopleColumn } from "#lib/identity/people-table.ts";
import type { SignInLog } from "#lib/identity/read-person.ts";
import type { PersonView } from "#lib/identity/view.ts";
import type { Locale } from "#lib/kernel/locale.ts";
import { tableFile } from "./table-file.ts";

/** The firm's people in the columns that were chosen; moments as the log writes them. */
export function peopleFile(
  locale: Locale,
  asked: readonly PeopleColumn[],
  people: AsyncIterable<PersonView>,
): Promise<Response> {
  const t = translator(locale, "console");
  const roles = translator(locale, "roles");
  const columns = asked.filter((column) => column !== "action");
  const cellOf: Readonly<Record<(typeof columns)[number], (person: PersonView) => Cell>> = {
    name: ({ name }) => name,
    email: ({ email }) => email,
    role: ({ role }) => roles(role),
    state: ({ disabledAt }) => t(disabledAt ? "disabled" : "active"),
    lastSignIn: ({ lastSignInAt }) => lastSignInAt,
    id: ({ id }) => id,
  };
  const header = columns.map((column) => (column === "id" ? "ID" : t(column)));
  return tableFile(
    "people",
    header,
    linesOf(people, (person) => columns.map((one) => cellOf[one](person))),
  );
}

async function* linesOf<Row>(rows: AsyncIterable<Row> | Iterable<Row>, line: (row: Row) => readonly Cell[]) {
  for await (const row of rows) yield line(row);
}

/** One person's sign-ins. Types and codes as the log has them, so that a file is the same in every language. */
export function signInLogFile(locale: Locale, { name, entries }: SignInLog): Promise<Response> {
  const t = translator(locale, "people");
  const header = [t("title"), t("at"), t("what"), t("outcome"), t("method"), t("device"), "ID"];
  return tableFile(
    "sign-ins",
    header,
    linesOf(entries, ({ at, type, refusal, method, device, id }) => [
      name,
      at,
      type,
      refusal,
      method,
      device,
      id,
    ]),
  );
}
