import { randomUUID } from "node:crypto";

import { parseUserName } from "../bank/script.ts";
import { type Asked, type Body, type Reply, startTpp, type Tpp } from "../bank/tpp-for-test.ts";
import { privateBank, privatePassword } from "./private-bank.ts";

/** The card of the person behind a contract number. */
export function cardFor(contract: string): string {
  const parsed = parseUserName(contract, privateBank);
  return parsed && privateBank.cardOf ? privateBank.cardOf(parsed.person) : "";
}

/** A third party at the private bank. What it reads of the custody services it reads through `custody`. */
export interface Custodian extends Tpp {
  custody(consentId: string | null, path: string, asked?: Asked): Promise<Reply>;
  /** Follows the cursors to the end. */
  pages(consentId: string, path: string): Promise<Body[][]>;
  every(consentId: string, path: string): Promise<Body[]>;
  close(): Promise<void>;
}

export async function startCustodian(): Promise<Custodian> {
  const tpp = await startTpp({
    name: "private",
    api: ({ privateApi }) => privateApi,
    base: "/openwealth",
    password: privatePassword,
    headers: (contract) => ({ "psu-corporate-id": cardFor(contract) }),
  });

  const custody: Custodian["custody"] = (consentId, path, asked = {}) =>
    tpp.call("GET", /^(\/|https:)/.test(path) ? path : `/openwealth/v3/${path}`, {
      ...(consentId === null ? {} : { consentId }),
      ...asked,
      headers: { "x-correlation-id": randomUUID(), ...asked.headers },
    });

  const pages: Custodian["pages"] = async (consentId, path) => {
    const found: Body[][] = [];
    for (let cursor = ""; ; ) {
      const mark = path.includes("?") ? "&" : "?";
      const { status, text, body, headers } = await custody(
        consentId,
        cursor === "" ? path : `${path}${mark}cursor=${cursor}`,
      );
      if (status !== 200) throw new Error(`${path}: ${status} ${text}`);
      found.push(body);
      cursor = headers.get("nextcursor") ?? "";
      if (cursor === "") return found;
    }
  };

  return {
    ...tpp,
    custody,
    pages,
    every: async (consentId, path) => (await pages(consentId, path)).flat(),
  };
}

export const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
