import type { Booking } from "../books/bookings.ts";
import { isoOf } from "../family/days.ts";
import type { Party } from "../family/habits.ts";
import { decimalOf, rateText } from "../family/money.ts";
import type { Statement } from "./statement.ts";

export type CamtVersion = "camt052" | "camt053" | "camt053-v8";

const messages = {
  camt052: { namespace: "camt.052.001.02", root: "BkToCstmrAcctRpt", part: "Rpt", isLater: false },
  camt053: { namespace: "camt.053.001.02", root: "BkToCstmrStmt", part: "Stmt", isLater: false },
  "camt053-v8": { namespace: "camt.053.001.08", root: "BkToCstmrStmt", part: "Stmt", isLater: true },
} as const;

/** ISO 20022 bank to customer report or statement. Later versions wrap statuses and parties once more. */
export function camt(statement: Statement, version: CamtVersion): string {
  const { namespace, root, part, isLater } = messages[version];
  const { account, id } = statement;
  const madeAt = statement.madeAt.toISOString();
  const opening = { minor: statement.openingMinor, code: "OPBD", date: isoOf(statement.from) };
  const closing = { minor: statement.closingMinor, code: "CLBD", date: isoOf(statement.to) };
  const balances = [opening, closing].map((balance) => balanceXml(balance, account.currency));
  const entries = [
    ...statement.entries.map((entry) => entryXml(statement, entry, "BOOK", isLater)),
    ...statement.pending.map((entry) => entryXml(statement, entry, "PDNG", isLater)),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${namespace}"><${root}>
<GrpHdr><MsgId>${escapeXml(id)}</MsgId><CreDtTm>${madeAt}</CreDtTm></GrpHdr>
<${part}><Id>${escapeXml(id)}</Id><CreDtTm>${madeAt}</CreDtTm>
<FrToDt><FrDtTm>${isoOf(statement.from)}T00:00:00Z</FrDtTm><ToDtTm>${isoOf(statement.to)}T23:59:59Z</ToDtTm></FrToDt>
<Acct><Id><IBAN>${account.iban}</IBAN></Id><Ccy>${account.currency}</Ccy></Acct>
${balances.join("\n")}
${entries.join("\n")}
</${part}></${root}></Document>
`;
}

interface Balance {
  readonly minor: bigint;
  readonly code: string;
  readonly date: string;
}

const balanceXml = ({ minor, code, date }: Balance, currency: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${signedXml(minor, currency)}<Dt><Dt>${date}</Dt></Dt></Bal>`;

/** Amounts have no sign; the indicator beside them is the sign. */
const signedXml = (minor: bigint, currency: string): string =>
  `<Amt Ccy="${currency}">${decimalOf(minor < 0n ? -minor : minor, currency)}</Amt><CdtDbtInd>${minor < 0n ? "DBIT" : "CRDT"}</CdtDbtInd>`;

function entryXml(
  { account, bic }: Statement,
  entry: Booking,
  status: "BOOK" | "PDNG",
  isLater: boolean,
): string {
  const [domain, family, subfamily] = entry.code.split("-");
  const isBooked = status === "BOOK";
  return `<Ntry>${isBooked ? `<NtryRef>${escapeXml(entry.reference)}</NtryRef>` : ""}${signedXml(entry.minor, account.currency)}
<Sts>${isLater ? `<Cd>${status}</Cd>` : status}</Sts>${isBooked ? `<BookgDt><Dt>${isoOf(entry.bookedOn)}</Dt></BookgDt><ValDt><Dt>${isoOf(entry.valuedOn)}</Dt></ValDt><AcctSvcrRef>${escapeXml(bic)}-${escapeXml(entry.reference)}</AcctSvcrRef>` : ""}
<BkTxCd><Domn><Cd>${domain}</Cd><Fmly><Cd>${family}</Cd><SubFmlyCd>${subfamily}</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls>${exchangeXml(entry)}<RltdPties>${partyXml(entry.party, entry.minor < 0n ? "Cdtr" : "Dbtr", isLater)}</RltdPties><RmtInf><Ustrd>${escapeXml(entry.text)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>`;
}

function partyXml({ name, iban }: Party, role: "Cdtr" | "Dbtr", isLater: boolean): string {
  const named = `<Nm>${escapeXml(name)}</Nm>`;
  const account = iban === undefined ? "" : `<${role}Acct><Id><IBAN>${iban}</IBAN></Id></${role}Acct>`;
  return `<${role}>${isLater ? `<Pty>${named}</Pty>` : named}</${role}>${account}`;
}

function exchangeXml({ exchange, original }: Booking): string {
  if (!exchange || !original) return "";
  const amount = decimalOf(original.minor < 0n ? -original.minor : original.minor, original.currency);
  const rate = `<CcyXchg><SrcCcy>${exchange.from}</SrcCcy><TrgtCcy>${exchange.to}</TrgtCcy><XchgRate>${rateText(exchange.rateTenThousandths)}</XchgRate></CcyXchg>`;
  return `<AmtDtls><InstdAmt><Amt Ccy="${original.currency}">${amount}</Amt>${rate}</InstdAmt></AmtDtls>`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (one) => entities[one] ?? "");
