import { afterAll, describe, expect, test } from "vitest";
import { actorRoles } from "#lib/db/roles.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { connectKms } from "#lib/keys/kms.ts";
import { demoNames, firstVersion } from "#sandbox/kms/demo-layout.ts";
import type { LayoutInput } from "#sandbox/kms/layout.ts";
import { startKmsForTest } from "#sandbox/kms/start-for-test.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { onlyTheWorkers, openableBy, readableByWeb } from "#scripts/testing/web-reach.ts";

const database = testDatabase();
const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

const locks = {
  wrap: demoNames.credentialWrap as KeyName,
  transport: firstVersion(demoNames.credentialTransport) as KeyVersionName,
};

/** Web's own identity at a stand-in whose rights are the demo's, or the demo's with something changed. */
async function webAt(layout?: (demo: LayoutInput) => LayoutInput) {
  const { port, ca, tokens, close } = await startKmsForTest(layout ? { layout } : {});
  const token = new Secret(tokens.web);
  const kms = await connectKms({ endpoint: { host: "localhost", port, ca, token } });
  closing.push(close, () => kms.close());
  return kms;
}

/** The demo's rights with one more for web. */
const granting =
  (key: string, grant: "decrypt" | "asymmetricDecrypt") =>
  (demo: LayoutInput): LayoutInput => {
    const found = demo.rings.flatMap(({ keys }) => keys).find(({ name }) => name === key);
    if (!found) throw new Error(`The demo has no key ${key}.`);
    found.grants = { ...found.grants, [grant]: ["web", "worker"] };
    return demo;
  };

describe("web's identity at the KMS", () => {
  test("decrypts with neither lock's key", async () => {
    expect(await openableBy(await webAt(), locks)).toEqual([]);
  });

  test.each([
    ["credential-wrap", "decrypt"],
    ["credential-transport", "asymmetricDecrypt"],
  ] as const)("is found out once it is granted %s %s", async (key, grant) => {
    const found = await openableBy(await webAt(granting(key, grant)), locks);
    expect(found).toEqual([`decrypts with ${key} (refused)`]);
  });
});

describe.each([
  ...onlyTheWorkers.data.map((kept) => ({ kind: "data", kept }) as const),
  ...onlyTheWorkers.keys.map((kept) => ({ kind: "keys", kept }) as const),
])("web's login at the $kind database", ({ kind, kept }) => {
  const [table, column] = kept.split(".");
  const reach = (statement?: string) =>
    readableByWeb(database.connect(kind, "postgres"), kind, async (tx) => statement && tx.unsafe(statement));

  test(`reads ${kept} as none of the roles that it can become`, async () => {
    const { asked, found } = await reach();
    expect(asked).toEqual(["licet_web", ...actorRoles.licet_web].toSorted());
    expect(found).toEqual([]);
  });

  test.each(["licet_web", ...actorRoles.licet_web])("is found out once %s is granted it", async (role) => {
    const grant = `grant usage on schema public to ${role}; grant select (${column}) on ${table} to ${role}`;
    expect((await reach(grant)).found).toEqual([`${role} reads ${kept}`]);
  });

  test.each([
    [
      "a new role that may",
      `create role clerk; grant usage on schema public to clerk; grant select on ${table} to clerk; grant clerk to licet_web`,
    ],
    ["a role of the worker's", `grant ${kind === "data" ? "licet_job" : "licet_opener"} to licet_web`],
    ["the role that reads everything", "grant pg_read_all_data to licet_web"],
    [
      "a function that may",
      `grant select on ${table} to licet_gate;
      create function leak() returns void language sql security definer as 'select';
      alter function leak() owner to licet_gate`,
    ],
    ["everybody", `grant select on ${table} to public`],
  ])("is found out through %s", async (_, statement) => {
    expect((await reach(statement)).found.join("\n")).toContain(kept);
  });
});
