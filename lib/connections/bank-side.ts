import type { BankSide } from "#lib/consent/access.ts";
import { type Connection, dayAfter } from "./connection.ts";

type Circumstances = Pick<BankSide, "hasCredential" | "unattendedReadsToday" | "hasBeenRead" | "isAttended">;

/** What the consent's rules are told of the bank's side. A bank that gave access without an end keeps no consent. */
export function bankSideOf(connection: Connection, circumstances: Circumstances): BankSide {
  const { bankReference, bankValidUntil, lastScaAt, region } = connection;
  const until = bankValidUntil === null ? ("none" as const) : dayAfter(bankValidUntil);
  return {
    ...circumstances,
    bankConsentUntil: bankReference === null ? null : until,
    lastScaAt,
    region,
  };
}
