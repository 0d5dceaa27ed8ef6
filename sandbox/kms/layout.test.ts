import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { type DemoTokens, demoCallers, demoLayout, writeDemoLayout } from "./demo-layout.ts";
import { type LayoutInput, layoutFile, layoutSchema, parseLayout } from "./layout.ts";

const tokens = Object.fromEntries(demoCallers.map((name, at) => [name, `${at}`.repeat(40)])) as DemoTokens;

type Ring = LayoutInput["rings"][number];
type Key = Ring["keys"][number];

function faultsOf(change: (layout: LayoutInput, lockA: Ring, transport: Key, lockB: Ring) => void): string[] {
  const layout = demoLayout(tokens);
  const [lockA, lockB] = layout.rings;
  const [transport] = lockA?.keys ?? [];
  if (!lockA || !lockB || !transport) throw new Error("the demo's layout has lost a ring");
  change(layout, lockA, transport, lockB);
  const parsed = layoutSchema(".").safeParse(layout);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("a layout", () => {
  test("of the demo is in order", () => {
    expect(faultsOf(() => undefined)).toEqual([]);
  });

  test("in which who administers also uses is refused, in the same ring and in another", () => {
    expect(
      faultsOf((_, lockA, transport) => {
        transport.grants = { asymmetricDecrypt: ["worker", "lock-a-admin", "lock-b-admin"] };
        lockA.administrators = ["lock-a-admin"];
      }),
    ).toEqual([
      `rings.0.keys.0.grants.asymmetricDecrypt: lets "lock-a-admin" use a key, who administers keys`,
      `rings.0.keys.0.grants.asymmetricDecrypt: lets "lock-b-admin" use a key, who administers keys`,
    ]);
  });

  test("in which two rings share an administrator is refused", () => {
    expect(
      faultsOf((_, __, ___, lockB) => {
        lockB.administrators = ["lock-b-admin", "lock-a-admin"];
      }),
    ).toEqual([`rings.1: shares the administrator "lock-a-admin" with another ring`]);
  });

  test("is told all its faults at once", () => {
    const faults = faultsOf((layout, lockA, transport, lockB) => {
      lockA.viewers = ["nobody"];
      transport.algorithm = "EC_SIGN_ED25519";
      transport.grants = { encrypt: ["web"] };
      lockB.keys.push({ ...(lockB.keys[0] as Key) });
      layout.callers.push({ name: "web", token: "a token of a second web, quite long" });
    });
    expect(faults).toEqual([
      `callers.6: is a second caller "web"`,
      `rings.0: names "nobody", who is not among the callers`,
      "rings.0.keys.0: cannot be EC_SIGN_ED25519",
      "rings.0.keys.0.grants.encrypt: has no meaning for a key of purpose ASYMMETRIC_DECRYPT",
      `rings.1.keys.3: is a second key "credential-wrap"`,
    ]);
  });

  test("with unknown words, short tokens and malformed names is told all of them too", () => {
    const faults = faultsOf((layout, lockA, transport) => {
      layout.callers[0] = { name: "Web", token: "short" };
      lockA.name = "licet-lock-a";
      Object.assign(transport, { purpose: "MAC", destroyScheduledDays: 0, color: "red" });
    });
    expect(faults.map((fault) => fault.split(":")[0]).toSorted()).toEqual([
      "callers.0.name",
      "callers.0.token",
      "rings.0.keys.0",
      "rings.0.keys.0.destroyScheduledDays",
      "rings.0.keys.0.purpose",
      "rings.0.name",
    ]);
  });

  test("with one token for two callers is refused without saying the token", () => {
    const faults = faultsOf(({ callers }) => {
      callers[1] = { name: "worker", token: tokens.web };
    });
    expect(faults).toEqual(["callers.1: has another caller's token"]);
  });

  test("gives a caller 60,000 requests a minute unless it says otherwise", () => {
    expect(parseLayout(demoLayout(tokens)).callers[0]?.requestsPerMinute).toBe(60_000);
    expect(parseLayout(demoLayout(tokens, 5)).callers[0]?.requestsPerMinute).toBe(5);
  });
});

describe("a layout's file", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kms-layout-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("of the demo is its owner's alone and reads as the layout", async () => {
    const file = join(folder, "layout.json");
    writeDemoLayout(file, tokens);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(layoutFile.parse(file)).toEqual(parseLayout(demoLayout(tokens)));
  });

  test("may leave tokens to files beside it", async () => {
    await writeFile(join(folder, "web.token"), `${tokens.web}\n`);
    await writeFile(join(folder, "short.token"), "short\n");
    const written = JSON.parse(await readFile(join(folder, "layout.json"), "utf8"));
    written.callers[0] = { name: "web", tokenFile: "web.token" };
    await writeFile(join(folder, "files.json"), JSON.stringify(written));
    expect(layoutFile.parse(join(folder, "files.json")).callers[0]?.token).toBe(tokens.web);

    written.callers[0] = { name: "web", tokenFile: "short.token" };
    written.callers[1] = { name: "worker", tokenFile: "absent.token" };
    await writeFile(join(folder, "files.json"), JSON.stringify(written));
    const { error } = layoutFile.safeParse(join(folder, "files.json"));
    expect(error?.issues.map(({ path }) => path.join("."))).toEqual(["callers.0", "callers.1"]);
  });

  test("that is missing or no JSON is refused", () => {
    expect(layoutFile.safeParse(join(folder, "absent.json")).success).toBe(false);
    expect(z.string().pipe(layoutFile).safeParse(join(folder, "web.token")).success).toBe(false);
  });
});
