import { describe, expect, test } from "vitest";
import { InstitutionFileError, parseInstitutionFile } from "./institution-file.ts";

const label = "{ en: User, es: Usuario, fr: Utilisateur, pt: Utilizador }";
const good = `institutions:
  - id: one
    name: One
    legalName: One Bank
    bic: ONEBESM0
    country: ES
    status: operational
    credentialFields:
      - { id: user, label: ${label}, secret: false, identifying: true, format: any, minLength: 1, maxLength: 20 }
    connection:
      protocol: xs2a
      baseUrl: https://api.one.example:8443/psd2
      allowedHosts: [api.one.example:8443]
      approach: embedded
      credentialRoles: { userId: user, password: null }
      access: allAccounts
`;

function problems(text: string): readonly string[] {
  try {
    parseInstitutionFile(text);
    return [];
  } catch (error) {
    if (error instanceof InstitutionFileError) return error.problems;
    throw error;
  }
}

describe("how a bank is reached", () => {
  test("is read, with what was left out", () => {
    expect(parseInstitutionFile(good).get("one")?.connection).toEqual({
      ...{ protocol: "xs2a", baseUrl: "https://api.one.example:8443/psd2", approach: "embedded" },
      ...{ allowedHosts: ["api.one.example:8443"], pageHosts: [], sandbox: false, access: "allAccounts" },
      ...{ credentialRoles: { userId: "user", password: null, corporateId: null }, oauthClientId: null },
      ...{ cardAccounts: false, readsChanges: false, pollSeconds: 3, certificateAuthorities: null },
    });
  });

  test.each<[string, string, string]>([
    ["https://api", "http://api", "baseUrl wants an https address"],
    ["https://api", "https://user:word@api", "baseUrl wants an https address"],
    ["/psd2", "/psd2?x=1", "baseUrl wants an https address"],
    ["/psd2", "/psd2/", "baseUrl wants an https address"],
    ["[api.one.example:8443]", "[api.one.example]", "allowedHosts wants the host of baseUrl"],
    ["[api.one.example:8443]", "[]", "allowedHosts wants at least one host"],
    ["[api.one.example:8443]", "['*.one.example', api.one.example:8443]", "allowedHosts[0] wants a host"],
    ["[api.one.example:8443]", "['https://api.one.example:8443']", "allowedHosts[0] wants a host"],
    ["approach: embedded", "approach: fax", "approach wants one of embedded"],
    ["protocol: xs2a", "protocol: scrape", "protocol wants one of xs2a"],
    ["userId: user", "userId: nobody", "credentialRoles names a field that is not among"],
    [
      "access: allAccounts",
      "access: allAccounts\n      pollSeconds: 0",
      "pollSeconds wants at least 1 second",
    ],
    [
      "access: allAccounts",
      "access: allAccounts\n      certificateAuthorities: [x]",
      "wants a certificate in PEM",
    ],
    ["access: allAccounts", "access: allAccounts\n      verifyTls: false", "verifyTls is no setting"],
  ])("with %s as %s is refused, by its place", (before, after, problem) => {
    expect(problems(good)).toEqual([]);
    expect(problems(good.replace(before, after)).join("\n")).toContain(problem);
  });
});

describe("how a custodian is reached", () => {
  const custodian = good
    .replace(
      "protocol: xs2a",
      "protocol: openwealth\n      custodyUrl: https://api.one.example:8443/custody/v3",
    )
    .replace("access: allAccounts", "access: allAccounts\n      dayRanges: true");

  test("is read, with what was left out", () => {
    expect(parseInstitutionFile(custodian).get("one")?.connection).toEqual({
      ...{ protocol: "openwealth", baseUrl: "https://api.one.example:8443/psd2", approach: "embedded" },
      ...{ custodyUrl: "https://api.one.example:8443/custody/v3", dayRanges: true, access: "allAccounts" },
      ...{ allowedHosts: ["api.one.example:8443"], pageHosts: [], sandbox: false, pollSeconds: 3 },
      ...{ credentialRoles: { userId: "user", password: null, corporateId: null }, oauthClientId: null },
      certificateAuthorities: null,
    });
  });

  test.each<[string, string, string]>([
    ["example:8443/custody", "example/custody", "allowedHosts wants the hosts of baseUrl and of custodyUrl"],
    ["https://api.one.example:8443/custody/v3", "http://x", "custodyUrl wants an https address"],
    ["custodyUrl: https://api.one.example:8443/custody/v3", "pollSeconds: 3", "custodyUrl is missing"],
    ["dayRanges: true", "dayRanges: 7", "dayRanges wants true or false"],
    ["dayRanges: true", "cardAccounts: true", "cardAccounts is no setting"],
    ["protocol: openwealth", "protocol: xs2a", "custodyUrl is no setting"],
  ])("with %s as %s is refused, by its place", (before, after, problem) => {
    expect(problems(custodian)).toEqual([]);
    expect(problems(custodian.replace(before, after)).join("\n")).toContain(problem);
  });

  test("is refused for all that is wrong at once", () => {
    const wrong = custodian
      .replace("approach: embedded", "approach: fax")
      .replace("dayRanges: true", "dayRanges: 7");
    expect(problems(wrong)).toHaveLength(2);
  });
});
