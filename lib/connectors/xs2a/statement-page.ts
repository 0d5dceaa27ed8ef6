import { AspspError } from "#lib/aspsp/failure.ts";
import { type AspspAccount, type AspspTransaction, severalCurrencies } from "#lib/aspsp/records.ts";
import { parseCamt } from "#lib/statements/camt.ts";
import { parseMt940 } from "#lib/statements/mt940.ts";
import { checkedEntries, type Statement, StatementError } from "#lib/statements/statement.ts";
import { unzip } from "#lib/statements/unzip.ts";

type Format = "json" | "xml" | "mt940" | "zip";

/** What a body is, by its beginning; whatever is none of the four is left to fail as JSON. */
export function statementFormatOf(body: Buffer): Format {
  if (body.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4]))) return "zip";
  const head = body
    .subarray(0, 200)
    .toString("latin1")
    .replace(/\0/g, "")
    .replace(/^[^\x21-\x7e]*/, "")
    .trimStart();
  const start = head.replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, "").trimStart();
  if (start.startsWith("<")) return "xml";
  return /^(?:\{1:|:\d{2}[A-Z]?:)/.test(start) ? "mt940" : "json";
}

/** The entries of whole statements of this account. One that does not add up, or is another account's, is an error. */
export async function readStatementPage(
  body: Buffer,
  format: Exclude<Format, "json">,
  account: AspspAccount,
): Promise<readonly AspspTransaction[]> {
  try {
    const files = format === "zip" ? unzip(body) : [body];
    const entries: AspspTransaction[] = [];
    for (const file of files) {
      const statements = format === "mt940" ? parseMt940(file) : await statementsOf(file);
      for (const statement of statements) {
        expectAccount(statement, account);
        entries.push(...checkedEntries(statement));
      }
    }
    return entries;
  } catch (cause) {
    if (!(cause instanceof StatementError)) throw cause;
    throw new AspspError("malformedAnswer", { call: "transactions", at: cause.message }, { cause });
  }
}

/** A ZIP holds either kind. */
const statementsOf = async (file: Buffer): Promise<readonly Statement[]> =>
  statementFormatOf(file) === "mt940" ? parseMt940(file) : parseCamt(file);

function expectAccount({ iban, currency }: Statement, account: AspspAccount): void {
  const isOther = iban !== null && account.iban !== null && iban !== account.iban;
  const isElse = currency !== null && account.currency !== severalCurrencies && currency !== account.currency;
  if (isOther || isElse) throw new StatementError("account");
}
