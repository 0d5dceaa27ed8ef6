import { randomUUID } from "node:crypto";

import type { BankAnswer, BankReader } from "#lib/aspsp/bank-access.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { OpenWealthInstitution } from "./openwealth-institution.ts";

/** A question to the custody services: a path of the standard's, and its parameters. */
export interface Question {
  readonly call: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
}

/** One run of questions to one custodian under one grant. */
export interface Custody {
  readonly institution: OpenWealthInstitution;
  readonly now: () => Date;
  ask(question: Question): Promise<BankAnswer>;
}

const correlation = "x-correlation-id";

export const custodyWith = (
  institution: OpenWealthInstitution,
  now: () => Date,
  reader: BankReader,
): Custody => ({
  institution,
  now,
  async ask({ call, path, query }) {
    const url = new URL(`${institution.custodyUrl.replace(/\/+$/, "")}${path}`);
    url.search = new URLSearchParams(query).toString();
    const question = randomUUID();
    const answer = await reader.read({ call, url: url.href, headers: { [correlation]: question } });
    // Some banks leave it out. Another one means that this is the answer to another question, maybe another person's.
    const answered = answer.header(correlation);
    if (answered !== null && answered !== question)
      throw new AspspError("malformedAnswer", { call, at: "XCorrelationID" });
    return answer;
  },
});
