import { inflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Body, startTpp } from "./tpp-for-test.ts";

let tpp: Awaited<ReturnType<typeof startTpp>>;
beforeAll(async () => {
  tpp = await startTpp();
});
afterAll(() => tpp.close());

/** One month of the household's account at a bank that behaves as the words say. */
async function march(words: string) {
  const base = words === "" ? "/psd2" : `/psd2.${words}`;
  const id = await tpp.link(`sms@${words || "plain"}`, {}, base);
  const accounts = (await tpp.read(id, `${base}/v1/accounts`)).body.accounts;
  const path = `${base}/v1/accounts/${accounts[0].resourceId}`;
  const query = "bookingStatus=booked&dateFrom=2024-03-01&dateTo=2024-03-31";
  const reply = await tpp.read(id, `${path}/transactions?${query}`);
  return { base, id, path, accounts, reply, query };
}

const minorOf = (amount: string): bigint => BigInt(amount.replace(/[.,]/, ""));

describe("a bank that deviates", () => {
  test("writes amounts as numbers", async () => {
    const { reply } = await march("numbers");
    expect(typeof reply.body.transactions.booked[0].transactionAmount.amount).toBe("number");
  });

  test("writes dates as date-times, nulls for what is absent, and unlisted types of balance", async () => {
    const { reply, id, path } = await march("datetimes.nulls.odd-balances");
    expect(reply.body.transactions.booked[0].bookingDate).toMatch(/^2024-03-\d\dT00:00:00/);
    expect(reply.body.transactions.booked[0].checkId).toBeNull();
    const { balances } = (await tpp.read(id, `${path}/balances`)).body;
    expect(balances.map(({ balanceType }: Body) => balanceType)).toContain("currentBooked");
  });

  test("leaves out links, the request id, and the authorisation's id", async () => {
    const { accounts, reply } = await march("no-links.no-request-id");
    expect(accounts[0]._links).toBeUndefined();
    expect(reply.headers.get("x-request-id")).toBeNull();
    const consent = await tpp.askConsent("sms.no-authorisation-id");
    const started = await tpp.startWithPassword(consent, "sms.no-authorisation-id");
    expect(started.body.authorisationId).toBeUndefined();
    expect(started.body._links.scaStatus.href).toMatch(/authorisations\/[\w-]{36}$/);
  });

  test("shouts the format of a code and writes its length as text", async () => {
    const started = await tpp.startWithPassword(await tpp.askConsent("sms.loud-otp"), "sms.loud-otp");
    expect(started.body.challengeData).toMatchObject({ otpMaxLength: "6", otpFormat: "INTEGER" });
  });

  test("names only types that the specification lists", async () => {
    const started = await tpp.startWithPassword(
      await tpp.askConsent("many.standard-types"),
      "many.standard-types",
    );
    const types = started.body.scaMethods.map(({ authenticationType }: Body) => authenticationType);
    const listed = ["SMS_OTP", "CHIP_OTP", "PHOTO_OTP", "PUSH_OTP", "SMTP_OTP"];
    expect(types.every((type: string) => listed.includes(type))).toBe(true);
  });

  test("links by path, on another name of the machine, or away from the bank", async () => {
    const self = async (words: string) =>
      (await tpp.askConsent("sms@links", {}, {}, `/psd2${words}`)).body._links.self.href;
    expect(await self("")).toMatch(/^https:\/\/localhost:\d+\/psd2\/v1\//);
    expect(await self(".relative")).toMatch(/^\/psd2.relative\/v1\//);
    expect(await self(".other-host")).toMatch(/^https:\/\/127\.0\.0\.1:\d+\//);
    expect(await self(".foreign-host")).toMatch(/^https:\/\/links\.example/);
  });

  test("answers 304 to what has not changed", async () => {
    const { id, path, query, reply } = await march("etag");
    const etag = reply.headers.get("etag") ?? "";
    const again = await tpp.read(id, `${path}/transactions?${query}`, { headers: { "if-none-match": etag } });
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  test("links to a file instead of listing", async () => {
    const { id, reply } = await march("download");
    expect(reply.body.transactions).toBeUndefined();
    const file = await tpp.read(id, reply.body._links.download.href);
    expect(file.body.transactions.booked.length).toBeGreaterThan(20);
  });

  test("wants a certificate of its callers", async () => {
    const refused = await tpp.askConsent("sms@mtls", {}, {}, "/psd2.mtls");
    expect([refused.status, refused.body.tppMessages[0].code]).toEqual([401, "CERTIFICATE_MISSING"]);
    const forged = await tpp.askConsent(
      "sms@mtls",
      { headers: { "client-cert": ":eA==:" } },
      {},
      "/psd2.mtls",
    );
    expect(forged.status).toBe(401);
  });
});

describe("transactions as a statement", () => {
  const jsonMarch = async () => {
    const { reply } = await march("");
    return reply.body.transactions.booked as Body[];
  };

  test.each([
    ["camt053", "camt.053.001.02", "<Sts>BOOK</Sts>"],
    ["camt053-v8", "camt.053.001.08", "<Sts><Cd>BOOK</Cd></Sts>"],
    ["camt052", "camt.052.001.02", "<Sts>BOOK</Sts>"],
  ])("as %s hold the same entries, and opening and entries make closing", async (word, namespace, status) => {
    const { reply } = await march(word);
    expect(reply.headers.get("content-type")).toBe("application/xml");
    expect(reply.text).toContain(`urn:iso:std:iso:20022:tech:xsd:${namespace}`);
    expect(reply.text).toContain(status);
    const amounts = [
      ...reply.text.matchAll(/<(Bal|Ntry)>.*?<Amt Ccy="EUR">([\d.]+)<\/Amt><CdtDbtInd>(\w+)</gs),
    ].map(([, kind, amount = "", sign]) => ({
      kind,
      minor: sign === "DBIT" ? -minorOf(amount) : minorOf(amount),
    }));
    const [opening, closing] = amounts.filter(({ kind }) => kind === "Bal");
    const entries = amounts.filter(({ kind }) => kind === "Ntry").map(({ minor }) => minor);
    expect(entries.reduce((sum, minor) => sum + minor, opening?.minor ?? 0n)).toBe(closing?.minor);
    const json = (await jsonMarch()).map(({ transactionAmount }) => minorOf(transactionAmount.amount));
    expect(entries).toEqual(json.reverse());
  });

  test("as MT940 hold the same entries, and opening and entries make closing", async () => {
    const { reply } = await march("mt940");
    expect(reply.headers.get("content-type")).toContain("text/plain");
    const lines = reply.text.split("\r\n");
    expect(lines.every((line) => line.length <= 65 + 4)).toBe(true);
    const signed = (mark = "", amount = "") => (mark === "D" ? -minorOf(amount) : minorOf(amount));
    const balance = (tag: string) => {
      const [, mark, amount] = new RegExp(`^:${tag}:([CD])\\d{6}EUR([\\d,]+)`, "m").exec(reply.text) ?? [];
      return signed(mark, amount);
    };
    const entries = [...reply.text.matchAll(/^:61:\d{10}([CD])([\d,]+)N/gm)].map(([, mark, amount]) =>
      signed(mark, amount),
    );
    expect(entries.reduce((sum, minor) => sum + minor, balance("60F"))).toBe(balance("62F"));
    const json = (await jsonMarch()).map(({ transactionAmount }) => minorOf(transactionAmount.amount));
    expect(entries).toEqual(json.reverse());
  });

  test("come in a ZIP that opens", async () => {
    const base = "/psd2.zip";
    const id = await tpp.link("sms@zip", {}, base);
    const [account] = (await tpp.read(id, `${base}/v1/accounts`)).body.accounts;
    const path = `${base}/v1/accounts/${account.resourceId}/transactions?bookingStatus=booked&dateFrom=2024-03-01`;
    const answer = await fetch(tpp.sandbox.retailApi + path, {
      headers: { "consent-id": id, "x-request-id": crypto.randomUUID(), "psu-ip-address": "203.0.113.7" },
    });
    expect(answer.headers.get("content-type")).toBe("application/zip");
    const zip = Buffer.from(await answer.arrayBuffer());
    const nameLength = zip.readUInt16LE(26);
    const packed = zip.subarray(30 + nameLength, 30 + nameLength + zip.readUInt32LE(18));
    expect(inflateRawSync(packed).toString()).toContain("<Document");
    expect(zip.subarray(30, 30 + nameLength).toString()).toMatch(/\.xml$/);
    expect(zip.readUInt32LE(zip.length - 22)).toBe(0x0605_4b50);
    expect(zip.readUInt32LE(zip.readUInt32LE(zip.length - 6))).toBe(0x0201_4b50);
  });
});
