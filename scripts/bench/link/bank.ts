import type { IncomingMessage, ServerResponse } from "node:http";
import type { AspspPosition } from "#lib/aspsp/records.ts";

const perPage = 1_000;
const dayMs = 86_400_000;

/** Answers of a bank that are ready before they are asked for, so that its own time is next to nothing. */
export function readyBank(entries: number, isHuge = false) {
  const now = Date.now();
  const days = 8 * 365;
  const entry = (at: number) => {
    const bookingDate = new Date(now - Math.floor((at * days) / Math.max(entries, 1)) * dayMs)
      .toISOString()
      .slice(0, 10);
    return {
      transactionId: `t-${at}`,
      entryReference: `r-${at}`,
      bookingDate,
      valueDate: bookingDate,
      transactionAmount: { amount: `-${at % 900}.${String(at % 100).padStart(2, "0")}`, currency: "EUR" },
      creditorName: `Comercio número ${at % 300}`,
      creditorAccount: { iban: "ES9121000418450200051332" },
      remittanceInformationUnstructured: `Compra con tarjeta ${at % 40} en Madrid, gracias por su visita`,
      bankTransactionCode: "PMNT-CCRD-POSD",
    };
  };
  const pages = Array.from({ length: Math.max(Math.ceil(entries / perPage), 1) }, (_, page) => {
    const booked = Array.from({ length: Math.min(perPage, entries - page * perPage) }, (_, at) =>
      entry(page * perPage + at),
    );
    const next =
      (page + 1) * perPage < entries
        ? { next: { href: `/v1/accounts/a/transactions?page=${page + 1}` } }
        : {};
    return Buffer.from(JSON.stringify({ transactions: { booked, _links: next } }));
  });
  const accounts = Buffer.from(
    JSON.stringify({
      accounts: [
        { resourceId: "a", iban: "ES9121000418450200051332", currency: "EUR", cashAccountType: "CACC" },
      ],
    }),
  );
  return ({ url = "" }: IncomingMessage, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(url, "https://bank");
    response.setHeader("content-type", "application/json");
    const isList = pathname.endsWith("/transactions");
    if (isHuge && isList) flood(response);
    else response.end(isList ? pages[Number(searchParams.get("page") ?? 0)] : accounts);
  };
}

/** A gibibyte, as fast as it is taken. */
function flood(response: ServerResponse): void {
  const piece = Buffer.alloc(64 * 1024, " ");
  let left = 2 ** 30;
  const more = () => {
    let isTaken = true;
    while (left > 0 && isTaken) {
      left -= piece.length;
      isTaken = response.write(piece);
    }
    if (left > 0) response.once("drain", more);
    else response.end();
  };
  more();
}

export const positions = (count: number): readonly AspspPosition[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `p-${at}`,
    isin: "CH0012032048",
    otherIdentification: null,
    name: `Fonds de placement ${at}`,
    instrumentType: "fund",
    cfiCode: "CIOGES",
    instrumentCurrency: "CHF",
    positionDate: new Date().toISOString().slice(0, 10),
    isConfirmed: true,
    quantityType: "unit",
    quantity: `${at}.125`,
    priceType: "amount",
    price: "101.55",
    priceCurrency: "CHF",
    priceDate: null,
    marketValue: `${at * 100}.25`,
    currency: "CHF",
    accruedInterest: null,
    accruedInterestCurrency: null,
    costPriceType: null,
    costPrice: null,
    costCurrency: null,
    portfolio: null,
  }));
