import type { AspspTransaction } from "#lib/aspsp/records.ts";
import { amountOf, isDebit, toEntry } from "./camt-entry.ts";
import { type Statement, type StatementBalance, StatementError, signed } from "./statement.ts";
import { readXml, textAt, type XmlElement } from "./xml.ts";
import { decodeXml } from "./xml-text.ts";

/** ISO 20022: the bank's report of the day and its statement, in any of their versions. */
const namespace = /^urn:iso:std:iso:20022:tech:xsd:camt\.05[23]\.001\.\d{2}$/;
const bodies: readonly string[] = ["BkToCstmrAcctRpt", "BkToCstmrStmt"];
const parts: readonly string[] = ["Rpt", "Stmt"];

interface Draft {
  readonly balances: Map<string, StatementBalance>;
  readonly entries: AspspTransaction[];
}

/** camt.052 and camt.053. A message with something in it that is not understood is an error and not a shorter list. */
export async function parseCamt(bytes: Uint8Array): Promise<readonly Statement[]> {
  const drafts = new Map<XmlElement, Draft>();
  const statements: Statement[] = [];
  const draftOf = (part: XmlElement | undefined): Draft => {
    if (!part || !parts.includes(part.name)) throw new StatementError("Document");
    const known = drafts.get(part) ?? { balances: new Map(), entries: [] };
    drafts.set(part, known);
    return known;
  };
  const root = await readXml(decodeXml(bytes), new Set(["Ntry", "Bal", ...parts]), (element, parents) => {
    switch (element.name) {
      case "Ntry": {
        const entry = toEntry(element);
        if (entry) draftOf(parents.at(-1)).entries.push(entry);
        break;
      }
      case "Bal":
        takeBalance(draftOf(parents.at(-1)), element);
        break;
      default:
        if (!bodies.includes(parents.at(-1)?.name ?? "")) throw new StatementError("Document");
        statements.push(finish(element, draftOf(element)));
    }
  });
  const [body] = root.children;
  if (root.name !== "Document" || !namespace.test(root.namespace) || !bodies.includes(body?.name ?? ""))
    throw new StatementError("Document");
  if (statements.length === 0) throw new StatementError("Stmt");
  return statements;
}

function takeBalance({ balances }: Draft, element: XmlElement): void {
  const type = textAt(element, "Tp", "CdOrPrtry", "Cd");
  if (type === null || balances.has(type)) return;
  const { amount, currency } = amountOf(element);
  balances.set(type, { amount: signed(amount, isDebit(element)), currency });
}

function finish(part: XmlElement, { balances, entries }: Draft): Statement {
  return {
    iban: textAt(part, "Acct", "Id", "IBAN"),
    currency: textAt(part, "Acct", "Ccy"),
    // What was booked at the start of the period, or at the end of the one before it.
    opening: balances.get("OPBD") ?? balances.get("PRCD") ?? null,
    closing: balances.get("CLBD") ?? null,
    entries,
  };
}
