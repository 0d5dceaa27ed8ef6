import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { misfits, type Schema, undescribed } from "../../bank/schema-for-test.ts";
import type { Body, Reply } from "../../bank/tpp-for-test.ts";
import { specification } from "../../specification-for-test.ts";
import { type Custodian, dayText, startCustodian } from "../custodian-for-test.ts";

const openWealth = specification("openwealth-custody-3.2.0.yaml", "OpenWealth");
const xs2a = specification("xs2a-1.3.12.patched.json", "XS2A");

const problems: string[] = [];
let checked = 0;
let custodian: Custodian;

/** Whatever is asked of either part of the interface goes through here. */
function check(method: string, href: string, reply: Reply): Reply {
  const { pathname } = new URL(href, "https://bank.example");
  const isCustody = /^\/openwealth[^/]*\/v3\//.test(pathname);
  const { shapeOf, resolve } = isCustody ? openWealth : xs2a;
  const path = pathname.replace(/^\/openwealth[^/]*/, "").replace(/^\/v3/, "");
  const shape = shapeOf(method, path, reply.status);
  const where = `${method} ${path} ${reply.status}`;
  checked += 1;
  if (!shape) problems.push(`${where}: not described`);
  const kind = isCustody && reply.status >= 400 ? "application/problem+json" : "application/json";
  const schema = shape?.content?.[kind]?.schema;
  if (schema) {
    const body: Body = reply.text === "" ? null : JSON.parse(reply.text);
    const found = isCustody ? undescribed(body, schema, resolve) : [];
    problems.push(...[...misfits(body, schema, resolve), ...found].map((problem) => `${where} ${problem}`));
  }
  for (const name of Object.keys(shape?.headers ?? {})) {
    if (name !== "nextCursor" && isCustody && reply.headers.get(name) === null)
      problems.push(`${where}: no ${name}`);
  }
  return reply;
}

describe.skipIf(!openWealth.isThere || !xs2a.isThere)("every answer fits the specifications", () => {
  beforeAll(async () => {
    custodian = await startCustodian();
  });
  afterAll(() => custodian.close());
  beforeEach(() => {
    problems.length = 0;
  });

  const call = async (...asked: Parameters<Custodian["call"]>): Promise<Reply> =>
    check(asked[0], asked[1], await custodian.call(...asked));
  const read = async (id: string | null, path: string, headers = {}): Promise<Reply> => {
    const href = `/openwealth.standard-types/v3/${path}`;
    return check("GET", href, await custodian.custody(id, href, { headers }));
  };

  async function readEverything(id: string): Promise<void> {
    const today = dayText(Date.now());
    for (const { id: customer } of (await read(id, "customers")).body as Body[]) {
      await read(id, `customers/${customer}`);
      for (const date of ["2018-09-03", "2021-08-31", "2024-09-30", today]) {
        const { body: held } = await read(id, `customers/${customer}/positions?date=${date}`);
        for (const position of held as Body[])
          await read(id, `customers/${customer}/positions/${position.id}?date=${date}`);
      }
      for (const { id: account } of (await read(id, `customers/${customer}/accounts`)).body as Body[]) {
        await read(id, `customers/${customer}/accounts/${account}`);
        const { body: held } = await read(id, `accounts/${account}/positions?date=${today}`);
        for (const position of held as Body[])
          await read(id, `accounts/${account}/positions/${position.id}?date=${today}`);
      }
      const years = `customers/${customer}/transactions?date=2018-09-01&dateTo=${today}`;
      let cursor = "";
      do {
        const page = await read(id, cursor === "" ? years : `${years}&cursor=${cursor}`);
        cursor = page.headers.get("nextcursor") ?? "";
        const [first] = page.body as Body[];
        if (first) await read(id, `customers/${customer}/transactions/${first.id}`);
      } while (cursor !== "");
    }
  }

  test.each(["sms", "chip", "many", "push", "fingerprint"])(
    "while %s gives access and everything is read",
    async (person) => {
      const contract = `${person}@contract`;
      const asked = await call("POST", "/openwealth.standard-types/v1/consents", {
        psuId: contract,
        body: {
          access: { allPsd2: "allAccounts" },
          recurringIndicator: true,
          validUntil: "2099-12-31",
          frequencyPerDay: 4,
          combinedServiceIndicator: false,
        },
      });
      const id = asked.body.consentId as string;
      let step = check(
        "POST",
        `${asked.body._links.self.href}/authorisations`,
        await custodian.startWithPassword(asked, contract),
      );
      if (step.body.scaMethods) {
        step = await call("PUT", step.body._links.selectAuthenticationMethod.href, {
          body: { authenticationMethodId: "sms" },
        });
      }
      if (step.body._links.authoriseTransaction) {
        const scaAuthenticationData = await custodian.codeFor(contract, step.body);
        await call("PUT", step.body._links.authoriseTransaction.href, { body: { scaAuthenticationData } });
      } else {
        const [asks] = (await custodian.phone(contract)).requests;
        await custodian.act(contract, `/requests/${asks?.id}`, "approve");
      }
      await call("GET", step.body._links.scaStatus.href);
      expect((await call("GET", asked.body._links.status.href)).body.consentStatus).toBe("valid");
      await call("GET", asked.body._links.self.href);
      await readEverything(id);
      await call("DELETE", asked.body._links.self.href);
      await read(id, "customers");
      expect(problems).toEqual([]);
    },
  );

  test("while much is asked wrongly", async () => {
    const id = await custodian.link("exempt@wrong");
    const [customer] = (await read(id, "customers")).body as Body[];
    const path = `customers/${customer.id}`;
    await read(null, "customers");
    await read("unknown", "customers");
    await read(id, "customers/nobody");
    await read(id, `${path}/accounts/none`);
    await read(id, `${path}/positions`);
    await read(id, `${path}/positions?date=yesterday`);
    await read(id, `${path}/positions?date=2999-01-01`);
    await read(id, `${path}/positions/none?date=2024-01-31`);
    await read(id, `${path}/transactions?date=2024-01-31&cursor=x`);
    await read(id, `${path}/transactions?date=2024-01-31&limit=0`);
    await read(id, `${path}/transactions/none`);
    const down = await custodian.custody(id, "/openwealth.down/v3/customers");
    check("GET", "/openwealth.down/v3/customers", down);
    expect(down.status).toBe(503);
    expect(problems).toEqual([]);
    expect(checked).toBeGreaterThan(500);
  });
});

test("the check follows what a field says it is, and finds a field that nobody described", () => {
  const parts: Record<string, Schema> = {
    base: { type: "object", required: ["type"], properties: { type: { type: "string" } } },
    bond: { allOf: [{ $ref: "base" }, { type: "object", properties: { rate: { type: "number" } } }] },
    share: { allOf: [{ $ref: "base" }] },
  };
  const resolve = (reference: string): Schema => parts[reference] ?? {};
  const schema: Schema = {
    oneOf: [{ $ref: "bond" }, { $ref: "share" }],
    discriminator: { propertyName: "type", mapping: { bond: "bond", share: "share" } },
  };
  expect(misfits({ type: "bond", rate: 1 }, schema, resolve)).toEqual([]);
  expect(misfits({ type: "bond", rate: "1" }, schema, resolve)).toEqual(["$.rate: is no number"]);
  expect(undescribed({ type: "bond", rate: 1 }, schema, resolve)).toEqual([]);
  expect(undescribed({ type: "share", rate: 1 }, schema, resolve)).toEqual(["$.rate: is unknown"]);
});
