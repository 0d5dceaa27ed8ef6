import { describe, expect, test } from "vitest";
import { nameSchema, referenceSchema } from "./typed-text.ts";

const takes = (text: string) => nameSchema.safeParse(text).success;

describe("a name in a mail", () => {
  test.each([
    ["João Baptista de Vasconcelos e Meneses Figueiredo"],
    ["王小明"],
    ["Tomás Ó Súilleabháin"],
    ["Müller & Söhne AG (Zürich)"],
    ["A/S Nordisk, nr. 2"],
    ["L’Hermitte-Ångström"],
    ["J.P. Müller"],
    ["Dr. Ana Ruiz, Ph.D."],
    ["c/o J. P. Krämer"],
    ["Fondo 2030, S.A.R.L."],
  ])("may be %s", (name) => {
    expect(nameSchema.parse(`  ${name} `)).toBe(name);
  });

  test.each([
    ["nothing", "   "],
    ["signs alone", "– …"],
    ["a line of its own", "Ada\r\nBcc: everybody@example.org"],
    ["a line end of another kind", "Ada\u2028Subject: Urgent"],
    ["a control character", "Ada\u0000"],
    ["what turns the direction", "Ada \u202Egnp.exe"],
    ["what is not seen", "A\u200Bda"],
    ["an address to go to", "Win at https://evil.example/x"],
    ["an address without its scheme", "see www.evil.example"],
    ["a mail address", "ada@example.org"],
    ["a mail address in wide letters", "ada＠example"],
    ["a host with a path", "Konto gesperrt: bank-login.example.com/x"],
    ["a host", "evil.com"],
    ["a host behind a name", "Ada evil。com"],
    ["a host with a wide dot", "Ada evil．com"],
    ["a host with a half-wide dot", "Ada evil｡com"],
    ["a host with a dot of another kind", "Ada evil․com"],
    ["a host in another script", "Ada बैंक.भारत"],
    ["an address in figures", "Ada 1.2.3.4"],
    ["a path behind a dot", "Ada bank./x"],
    ["a number to call", "Ada, call +34 600 111 222"],
    ["a number in other figures", "Ada ٦٠٠١١١"],
    ["a number in wide figures", "Ada ６０-０１-１１"],
    ["a tag", "<b>Ada</b>"],
    ["too long", "A".repeat(101)],
  ])("is refused with %s", (_what, name) => {
    expect(takes(name)).toBe(false);
  });
});

test("a reference is the firm's own word, on one line", () => {
  expect(referenceSchema.parse(" CRM/2024 #4711 ")).toBe("CRM/2024 #4711");
  expect(referenceSchema.safeParse("a\nb").success).toBe(false);
});
