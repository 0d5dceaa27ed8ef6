import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { guardedLookup, isAllowedAddress } from "./allowed-address.ts";

const inside = [
  "0.0.0.0",
  "10.0.0.1",
  "100.64.0.1",
  "100.127.255.255",
  "127.0.0.1",
  "127.255.255.254",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.1",
  "192.0.2.1",
  "192.168.1.1",
  "198.18.0.1",
  "198.19.255.255",
  "198.51.100.1",
  "203.0.113.1",
  "224.0.0.1",
  "239.255.255.255",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:8.8.8.8",
  "::ffff:127.0.0.1",
  "::ffff:7f00:1",
  "::127.0.0.1",
  "64:ff9b::7f00:1",
  "64:ff9b:1::1",
  "100::1",
  "2001::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "3fff::1",
  "fc00::1",
  "fd12:3456::1",
  "fe80::1",
  "fe80::1%eth0",
  "fec0::1",
  "ff02::1",
  "2606:4700::1%1",
  "not an address",
  "",
];
const outside = [
  "1.1.1.1",
  "8.8.8.8",
  "100.63.255.255",
  "100.128.0.1",
  "172.32.0.1",
  "198.20.0.1",
  "223.255.255.255",
  "2606:4700::1111",
  "2a00:1450::1",
];

describe("a connection outside the sandbox", () => {
  test.each(inside)("is not opened to %s", (address) => {
    expect(isAllowedAddress(address, false)).toBe(false);
  });
  test.each(outside)("is opened to %s", (address) => {
    expect(isAllowedAddress(address, false)).toBe(true);
  });

  test("is opened to no private IPv4 address, however it is wrapped in IPv6", () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.constantFrom(10, 127), octet, octet, octet, (a, b, c, d) => {
        const [high, low] = [(a * 256 + b).toString(16), (c * 256 + d).toString(16)];
        const forms = [
          `${a}.${b}.${c}.${d}`,
          `::ffff:${a}.${b}.${c}.${d}`,
          `::ffff:${high}:${low}`,
          `::${high}:${low}`,
          `2002:${high}:${low}::`,
          `64:ff9b::${high}:${low}`,
        ];
        return forms.every((form) => !isAllowedAddress(form, false));
      }),
    );
  });
});

test("a sandbox's traffic stays on this machine", () => {
  for (const address of ["127.0.0.1", "127.1.2.3", "::1"]) expect(isAllowedAddress(address, true)).toBe(true);
  for (const address of [
    ...outside,
    "10.0.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "::ffff:127.0.0.1",
    "fe80::1",
  ])
    expect(isAllowedAddress(address, true)).toBe(false);
});

describe("a name", () => {
  const look = (name: string, isSandbox: boolean, all: boolean) =>
    new Promise((resolve, reject) => {
      guardedLookup(isSandbox)(name, { all }, (failure, address) =>
        failure ? reject(failure) : resolve(address),
      );
    });

  test("that leads to this machine is refused outside the sandbox, in either way of asking", async () => {
    for (const all of [true, false])
      await expect(look("localhost", false, all)).rejects.toMatchObject({ reason: "addressRefused" });
  });

  test("that leads to this machine is the sandbox's", async () => {
    expect(await look("localhost", true, false)).toMatch(/^(?:127\.0\.0\.1|::1)$/);
    expect(await look("localhost", true, true)).toContainEqual({ address: "127.0.0.1", family: 4 });
  });

  test("that leads to one address inside beside one outside is refused, whichever comes first", async () => {
    const [one, two] = [
      { address: "8.8.8.8", family: 4 },
      { address: "10.0.0.1", family: 4 },
    ];
    for (const addresses of [[one, two], [two, one], []] as (typeof one)[][]) {
      const found = new Promise((resolve, reject) => {
        guardedLookup(false, (_name, _options, tell) => tell(null, addresses))(
          "x",
          { all: true },
          (failure, all) => (failure ? reject(failure) : resolve(all)),
        );
      });
      await expect(found).rejects.toMatchObject({ reason: "addressRefused" });
    }
  });
});
