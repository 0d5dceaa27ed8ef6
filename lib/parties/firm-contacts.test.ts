import { describe, expect, test } from "vitest";
import {
  ChangeFirmContacts,
  changedFields,
  contactFields,
  missingByLaw,
  noContacts,
} from "./firm-contacts.ts";

const empty = { revision: "0", ...Object.fromEntries(contactFields.map((field) => [field, ""])) };

const problemsOf = (more: Record<string, string>) => {
  const parsed = ChangeFirmContacts.safeParse({ ...empty, ...more });
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
};

describe("what a firm says of itself", () => {
  test("is nothing where nothing was typed, and one line with single spaces where something was", () => {
    const parsed = ChangeFirmContacts.parse({ ...empty, address: "  Calle Mayor 1,\n 28013   Madrid " });
    expect(parsed).toEqual({ revision: 0, ...noContacts, address: "Calle Mayor 1, 28013 Madrid" });
  });

  test.each([
    ["email", "help@firm.example"],
    ["phone", "+34 900 000 001"],
    ["phone", "+41 (0)44 000 00.00"],
    ["privacyNoticeUrl", "https://firm.example/privacy?l=es"],
  ])("takes %s as %s", (field, typed) => {
    expect(problemsOf({ [field]: typed })).toEqual([]);
  });

  test.each([
    ["email", "help at firm", "email"],
    ["dpoEmail", "a@b", "email"],
    ["phone", "900 000 001", "phone"],
    ["phone", "+34", "phone"],
    ["phone", "+34 900 CALL", "phone"],
    ["privacyNoticeUrl", "http://firm.example/", "httpsLink"],
    ["privacyNoticeUrl", "javascript:alert(1)", "httpsLink"],
    ["privacyNoticeUrl", "https://firm.example@evil.example/", "httpsLink"],
    ["complaintsUrl", "https://localhost", "httpsLink"],
    ["authorityUrl", "https://", "httpsLink"],
    ["legalName", "x".repeat(201), "tooLong"],
    ["legalName", "Firm\u0000", "invalid"],
  ])("refuses %s as %s with a sentence of its own", (field, typed, problem) => {
    expect(problemsOf({ [field]: typed })).toEqual([`${field} ${problem}`]);
  });

  test("refuses what is no field of it", () => {
    expect(problemsOf({ motto: "We care" })).toHaveLength(1);
  });

  test("is enough for the law without a phone or a page, and not without an authority to complain to", () => {
    const enough = {
      ...{ legalName: "Firm", address: "Calle Mayor 1", email: "a@firm.example" },
      ...{ dpoEmail: "dpo@firm.example", authorityName: "Authority" },
    };
    expect(missingByLaw({ ...noContacts, ...enough })).toEqual([]);
    expect(missingByLaw({ ...noContacts, ...enough, authorityName: null })).toEqual(["authorityName"]);
  });

  test("tells which facts became others", () => {
    expect(
      changedFields(noContacts, { ...noContacts, email: "a@firm.example", phone: "+1 222 333" }),
    ).toEqual(["email", "phone"]);
  });
});
