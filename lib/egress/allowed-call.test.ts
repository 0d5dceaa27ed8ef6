import { describe, expect, test } from "vitest";

import { allowedUrl } from "./allowed-call.ts";
import { type EgressPolicy, usualLimits } from "./egress-policy.ts";

const policy: EgressPolicy = {
  allowedHosts: ["api.bank.example", "other.bank.example:8443", "127.0.0.1", "[::1]"],
  isSandbox: false,
  rules: [
    { method: "GET", path: /^\/v1\/accounts(?:\/[^/]+)*$/ },
    { method: "POST", path: /^\/v1\/consents$/, bodyType: "application/json" },
  ],
  clientTls: null,
  certificateAuthorities: null,
  limits: usualLimits,
};

const refusal = (method: string, url: string, bodyType: string | null = null) => {
  try {
    return allowedUrl(policy, { method, url, bodyType }).href;
  } catch (cause) {
    return (cause as { reason: string }).reason;
  }
};

describe("a call leaves", () => {
  test.each([
    ["GET", "https://api.bank.example/v1/accounts", null],
    ["GET", "https://API.bank.example:443/v1/accounts/a-1/balances?x=/payments", null],
    ["GET", "https://other.bank.example:8443/v1/accounts", null],
    ["POST", "https://api.bank.example/v1/consents", "application/json"],
  ])("%s %s", (method, url, bodyType) => {
    expect(refusal(method, url, bodyType)).toMatch(/^https:/);
  });
});

describe("a call does not leave", () => {
  test.each([
    ["without TLS", "GET", "http://api.bank.example/v1/accounts", "hostRefused"],
    ["to another host", "GET", "https://api.bank.example.evil.example/v1/accounts", "hostRefused"],
    ["to a part of a host", "GET", "https://evil-api.bank.example/v1/accounts", "hostRefused"],
    ["to another port", "GET", "https://api.bank.example:8443/v1/accounts", "hostRefused"],
    ["without the port that is named", "GET", "https://other.bank.example/v1/accounts", "hostRefused"],
    ["with a name in it", "GET", "https://api.bank.example@evil.example/v1/accounts", "hostRefused"],
    ["with a password in it", "GET", "https://u:p@api.bank.example/v1/accounts", "hostRefused"],
    ["to a host with a dot behind it", "GET", "https://api.bank.example./v1/accounts", "hostRefused"],
    ["to what is no address", "GET", "/v1/accounts", "hostRefused"],
    ["to this machine", "GET", "https://127.0.0.1/v1/accounts", "addressRefused"],
    ["to this machine as one number", "GET", "https://2130706433/v1/accounts", "addressRefused"],
    ["to this machine in IPv6", "GET", "https://[::1]/v1/accounts", "addressRefused"],
    ["by another verb", "PUT", "https://api.bank.example/v1/accounts", "callRefused"],
    ["by a small verb", "get", "https://api.bank.example/v1/accounts", "callRefused"],
    ["to another path", "GET", "https://api.bank.example/v1/payments", "callRefused"],
    ["to a path that climbs", "GET", "https://api.bank.example/v1/accounts/../payments", "callRefused"],
    [
      "to a path that climbs encoded",
      "GET",
      "https://api.bank.example/v1/accounts/..%2fpayments",
      "callRefused",
    ],
    ["to a path encoded twice", "GET", "https://api.bank.example/v1/accounts/%252e%252e", "callRefused"],
    ["to a path with parameters", "GET", "https://api.bank.example/v1/accounts/x;y=/payments", "callRefused"],
    ["with a body of another type", "POST", "https://api.bank.example/v1/consents", "callRefused"],
  ])("%s", (_, method, url, reason) => {
    expect(refusal(method, url, method === "POST" ? "text/xml" : null)).toBe(reason);
  });
});
