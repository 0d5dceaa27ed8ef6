import { toDay } from "#lib/aspsp/day-text.ts";
import { toDecimalText } from "#lib/aspsp/decimal-text.ts";
import type { AspspTransaction, Day } from "#lib/aspsp/records.ts";
import { toShownText } from "#lib/aspsp/shown-text.ts";
import { StatementError, signed } from "./statement.ts";
import { childrenOf, descend, textAt, type XmlElement } from "./xml.ts";

/** An entry; `null` where it only informs, which is neither money that moved nor money that will. */
export function toEntry(entry: XmlElement): AspspTransaction | null {
  const status = textAt(entry, "Sts", "Cd") ?? textAt(entry, "Sts");
  if (status === "INFO") return null;
  if (status !== "BOOK" && status !== "PDNG") throw new StatementError("Sts");
  const leaves = isDebit(entry);
  const { amount, currency } = amountOf(entry);
  const parts = childrenOf(entry, "NtryDtls").flatMap((details) => childrenOf(details, "TxDtls"));
  // An entry of several payments is one amount: whom each went to is not the entry's.
  const only = parts.length === 1 ? parts[0] : undefined;
  const side = leaves ? "Cdtr" : "Dbtr";
  return {
    status: status === "BOOK" ? "booked" : "pending",
    // Banks repeat their reference within a batch, so it names no single entry.
    id: null,
    entryReference: textAt(entry, "NtryRef") ?? textAt(entry, "AcctSvcrRef"),
    bookingDate: dayAt(entry, "BookgDt"),
    valueDate: dayAt(entry, "ValDt"),
    amount: signed(amount, leaves),
    currency,
    counterparty: shown(partyOf(only, side), 200),
    counterpartyAccount: accountOf(only, side),
    remittance: shown(remittanceOf(only) ?? textAt(entry, "AddtlNtryInf"), 2_000),
    bankTransactionCode: codeOf(entry),
    balanceAfter: null,
    original: originalOf(only, currency),
  };
}

/** Amounts have no sign; the indicator beside them is the sign. */
export function isDebit(element: XmlElement): boolean {
  const mark = textAt(element, "CdtDbtInd");
  if (mark !== "DBIT" && mark !== "CRDT") throw new StatementError("CdtDbtInd");
  return mark === "DBIT";
}

export function amountOf(element: XmlElement): { amount: string; currency: string } {
  const found = descend(element, "Amt");
  const amount = toDecimalText(found?.text ?? "");
  const currency = found?.attributes.Ccy ?? "";
  if (amount === null || amount.startsWith("-") || !/^[A-Z]{3}$/.test(currency))
    throw new StatementError("Amt");
  return { amount, currency };
}

const shown = (written: string | null, longest: number): string | null =>
  written === null ? null : toShownText(written, longest);

function dayAt(entry: XmlElement, name: string): Day | null {
  const written = textAt(entry, name, "Dt") ?? textAt(entry, name, "DtTm");
  if (written === null) return null;
  const day = toDay(written);
  if (day === null) throw new StatementError(name);
  return day;
}

/** Later versions say first what kind of party it is. */
const partyOf = (part: XmlElement | undefined, side: string): string | null =>
  textAt(part, "RltdPties", side, "Nm") ?? textAt(part, "RltdPties", side, "Pty", "Nm");

const accountOf = (part: XmlElement | undefined, side: string): string | null =>
  shown(
    textAt(part, "RltdPties", `${side}Acct`, "Id", "IBAN") ??
      textAt(part, "RltdPties", `${side}Acct`, "Id", "Othr", "Id"),
    100,
  );

function remittanceOf(part: XmlElement | undefined): string | null {
  const information = descend(part, "RmtInf");
  const lines = childrenOf(information, "Ustrd").map(({ text }) => text.trim());
  const references = childrenOf(information, "Strd").map((one) => textAt(one, "CdtrRefInf", "Ref") ?? "");
  return (lines.length > 0 ? lines : references).join(" ").trim() || null;
}

function codeOf(entry: XmlElement): string | null {
  const domain = descend(entry, "BkTxCd", "Domn");
  const code = [textAt(domain, "Cd"), textAt(domain, "Fmly", "Cd"), textAt(domain, "Fmly", "SubFmlyCd")];
  const standard = code.every((part) => part !== null) ? code.join("-") : null;
  return shown(standard ?? textAt(entry, "BkTxCd", "Prtry", "Cd"), 100);
}

function originalOf(part: XmlElement | undefined, booked: string): AspspTransaction["original"] {
  const instructed = descend(part, "AmtDtls", "InstdAmt");
  if (!instructed) return null;
  const { amount, currency } = amountOf(instructed);
  return currency === booked ? null : { amount, currency };
}
