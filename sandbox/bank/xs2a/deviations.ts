import type { Word } from "../script.ts";

type Speaks = (word: Word) => boolean;

/** Rewrites an answer the way some real banks write theirs. */
export function deviate(value: unknown, speaks: Speaks, apiOrigin: string): unknown {
  const rewrite = (one: unknown, name: string): unknown => {
    if (Array.isArray(one)) return one.map((item) => rewrite(item, name));
    if (typeof one === "string") return rewriteText(one, name, speaks, apiOrigin);
    if (one === null || typeof one !== "object") return rewriteNumber(one, name, speaks);
    const fields = Object.entries(one).map(([key, field]) => [key, rewrite(field, key)]);
    return { ...(speaks("nulls") ? absentFields(one) : {}), ...Object.fromEntries(fields) };
  };
  return rewrite(value, "");
}

const dates = new Set(["bookingDate", "valueDate", "transactionDate", "referenceDate"]);
const oddTypes: Readonly<Record<string, string>> = {
  interimBooked: "currentBooked",
  closingBooked: "previouslyClosedBooked",
  expected: "authorised",
};

function rewriteText(text: string, name: string, speaks: Speaks, apiOrigin: string): unknown {
  if (name === "href") return hrefOf(text, speaks, apiOrigin);
  if (name === "amount" && speaks("numbers")) return Number(text);
  if (dates.has(name) && speaks("datetimes")) return `${text}T00:00:00.000+00:00`;
  if (name === "otpFormat" && speaks("loud-otp")) return text === "integer" ? "INTEGER" : "Characters";
  if (name === "balanceType" && speaks("odd-balances")) return oddTypes[text] ?? text;
  return text;
}

const rewriteNumber = (value: unknown, name: string, speaks: Speaks): unknown =>
  name === "otpMaxLength" && speaks("loud-otp") ? String(value) : value;

/** Handlers write paths; what leads to a page or elsewhere is whole already and stays. */
function hrefOf(href: string, speaks: Speaks, apiOrigin: string): string {
  if (!href.startsWith("/") || speaks("relative")) return href;
  const origin = new URL(apiOrigin);
  if (speaks("other-host")) origin.hostname = "127.0.0.1";
  if (speaks("foreign-host")) origin.hostname = "links.example";
  return origin.origin + href;
}

function absentFields(object: object): object {
  if ("transactionAmount" in object) return { mandateId: null, checkId: null, ultimateDebtor: null };
  if ("cashAccountType" in object) return { bban: null, msisdn: null, details: null };
  if ("balanceType" in object) return { lastChangeDateTime: null, creditLimitIncluded: null };
  if ("otpFormat" in object) return { imageLink: null, data: null };
  return "scaStatus" in object ? { psuMessage: null, challengeData: null } : {};
}
