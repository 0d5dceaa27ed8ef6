import { expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { toAccountView } from "./to-account-view.ts";

const account = { accountId: newId("acc"), kind: "custody", currency: "EUR", state: "offered" } as const;

const numbered = (fact: string, value: string) =>
  toAccountView(account as never, { state: "choosing" }, [
    { accountId: account.accountId, cluster: "identity", records: [{ fact, value, share: null }] } as never,
  ]).maskedNumber;

test.each([
  ["iban", "CH93 0076 2011 6238 5295 7", "••••2957"],
  ["bban", "6050.501", "••••0501"],
  ["maskedPan", "555555******4444", "••••4444"],
])("of an account’s %s nothing is shown but its last four characters", (fact, value, shown) => {
  expect(numbered(fact, value)).toBe(shown);
});

test("an account whose number is not known says so", () => {
  expect(numbered("name", "Family")).toBeNull();
});
