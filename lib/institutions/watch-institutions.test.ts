import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { InstitutionChange } from "./institution-source.ts";
import { WatchedInstitutions } from "./watch-institutions.ts";

const demo = readFileSync(new URL("../../sandbox/institutions.yaml", import.meta.url), "utf8");
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const connectionOf = (host: string, more = "") => `
    connection:
      protocol: xs2a
      baseUrl: https://${host}/psd2
      allowedHosts: [${host}]
      approach: embedded
      credentialRoles: { userId: userId, password: pin }
      access: allAccounts${more}`;

/** The demo's file; its first bank is reached at `host`. */
const fileWith = (host: string, more = "") =>
  demo.replace(/( {4}status: operational\n)/, (status) => `${status.trimEnd()}${connectionOf(host, more)}\n`);

/** A watched file whose looks are the test's, on a clock of its own. */
function watched(text = fileWith("one.example"), path = "institutions.yaml") {
  const folder = mkdtempSync(join(tmpdir(), "licet-institutions-"));
  folders.push(folder);
  const file = join(folder, path);
  writeFileSync(join(folder, "institutions.yaml"), text);
  const lines: { readonly event: string; readonly facts: Record<string, unknown> }[] = [];
  const write = (facts: object, event: string) => {
    lines.push({ event, facts: facts as Record<string, unknown> });
  };
  let now = Date.UTC(2026, 0, 1);
  const watching = new WatchedInstitutions(
    { path: file, text },
    { info: write, error: write },
    () => new Date(now),
  );
  const changes: InstitutionChange[] = [];
  watching.onChange((change) => changes.push(change));
  const baseUrl = () => watching.current().get("sandbox-retail")?.connection?.baseUrl;
  return {
    ...{ folder, file, watching, lines, changes, baseUrl },
    events: () => lines.map(({ event }) => event),
    pass: (ms: number) => {
      now += ms;
    },
    /** So many looks, one a second. */
    look(times = 2) {
      for (let time = 0; time < times; time++) {
        now += 1_000;
        watching.look();
      }
    },
  };
}

const atTwo = "https://two.example/psd2";

describe("a changed institutions file", () => {
  test.each<[string, (file: string) => void]>([
    ["written into", (file) => writeFileSync(file, fileWith("two.example"))],
    [
      "replaced by a rename",
      (file) => {
        writeFileSync(`${file}.new`, fileWith("two.example"));
        renameSync(`${file}.new`, file);
      },
    ],
    [
      "taken away and put back",
      (file) => {
        rmSync(file);
        writeFileSync(file, fileWith("two.example"));
      },
    ],
  ])("is in force at once where it was %s", (_, change) => {
    const of = watched();
    of.look();
    change(of.file);
    of.look(2);
    expect(of.baseUrl()).toBe(atTwo);
    expect(of.events()).toEqual(["institutions.changed"]);
    expect(of.changes.map(({ reconnect }) => [...reconnect])).toEqual([["sandbox-retail"]]);
    of.look(5);
    expect(of.changes).toHaveLength(1);
  });

  test("is in force where a link leads to another folder, as configuration is mounted", () => {
    const of = watched(fileWith("one.example"), "data/institutions.yaml");
    for (const [version, host] of [
      ["v1", "one.example"],
      ["v2", "two.example"],
    ] as const) {
      mkdirSync(join(of.folder, version));
      writeFileSync(join(of.folder, version, "institutions.yaml"), fileWith(host));
    }
    const lead = (version: string) => {
      symlinkSync(version, join(of.folder, "data.new"));
      renameSync(join(of.folder, "data.new"), join(of.folder, "data"));
    };
    lead("v1");
    of.look();
    expect(of.baseUrl()).toBe("https://one.example/psd2");
    lead("v2");
    of.look();
    expect(of.baseUrl()).toBe(atTwo);
  });

  test("is left alone while it is being written, also where a part of it would be whole", () => {
    const of = watched();
    of.look();
    const next = fileWith("two.example");
    const [, second] = [...demo.matchAll(/^ {2}- id: /gm)].map(
      ({ index }) => index + next.length - demo.length,
    );
    for (const length of [10, second ?? 0, next.length - 5]) {
      writeFileSync(of.file, next.slice(0, length));
      of.look(1);
      expect(of.watching.current().size).toBe(3);
    }
    writeFileSync(of.file, next);
    of.look(2);
    expect(of.baseUrl()).toBe(atTwo);
    expect(of.events()).toEqual(["institutions.changed"]);
  });

  test("leaves what it does not change the same object, and reconnects nobody for a status", () => {
    const of = watched();
    const before = of.watching.current();
    writeFileSync(of.file, fileWith("one.example").replace("status: operational", "status: degraded"));
    of.look();
    const after = of.watching.current();
    expect(after.get("sandbox-retail")?.status).toBe("degraded");
    expect(after.get("sandbox-retail")?.connection).toBe(before.get("sandbox-retail")?.connection);
    expect(after.get("sandbox-private")).toBe(before.get("sandbox-private"));
    expect(of.changes.map(({ reconnect }) => reconnect.size)).toEqual([0]);
  });

  test("reconnects for a bank that is taken out, and for a way that is taken away", () => {
    for (const text of [demo, demo.replace("id: sandbox-retail", "id: another")]) {
      const of = watched();
      writeFileSync(of.file, text);
      of.look();
      expect(of.changes.map(({ reconnect }) => [...reconnect])).toEqual([["sandbox-retail"]]);
    }
  });

  test("is told to nobody who does not listen any more", () => {
    const of = watched();
    const told: InstitutionChange[] = [];
    of.watching.onChange((change) => told.push(change))();
    writeFileSync(of.file, fileWith("two.example"));
    of.look();
    expect([told.length, of.changes.length]).toEqual([0, 1]);
  });
});

describe("an institutions file that became wrong", () => {
  const wrong = fileWith("two.example", "\n      clientSecret: hunter2").replace(
    "country: CH",
    "country: XX",
  );

  test("changes nothing, and all of its problems are told at once, without a value", () => {
    const of = watched();
    writeFileSync(of.file, wrong);
    of.look(5);
    expect(of.baseUrl()).toBe("https://one.example/psd2");
    expect(of.changes).toEqual([]);
    expect(of.events()).toEqual(["institutions.refused"]);
    expect(of.lines[0]?.facts.problems).toEqual([
      expect.stringContaining("connection.clientSecret is no setting that this version knows"),
      expect.stringContaining("country wants a country's two letters"),
    ]);
    expect(JSON.stringify(of.lines)).not.toContain("hunter2");
  });

  test.each<[string, string]>([
    ["an unknown escape", '"hunter\\2"'],
    ["a text that goes on", '"pass" hunter2'],
    ["a tag", "!hunter2 x"],
    ["a broken block", "|hunter2"],
    ["a reference", "*hunter2"],
  ])("says nothing of what stands in it: %s", (_, value) => {
    const of = watched();
    writeFileSync(of.file, demo.replace("status: operational", `status: ${value}`));
    of.look();
    expect(of.events()).toEqual(["institutions.refused"]);
    expect(JSON.stringify(of.lines)).not.toContain("hunter");
  });

  test.each<[string, (file: string) => void]>([
    ["empty", (file) => writeFileSync(file, "")],
    ["not there", (file) => rmSync(file)],
    [
      "a folder",
      (file) => {
        rmSync(file);
        mkdirSync(file);
      },
    ],
    ["not text", (file) => writeFileSync(file, Buffer.from([0xff, 0xfe, 0x00, 0x80]))],
  ])("leaves the last good one in force where it is %s", (_, spoil) => {
    const of = watched();
    of.look();
    spoil(of.file);
    of.look(3);
    expect(of.watching.current().size).toBe(3);
    expect(of.events()).toEqual(["institutions.refused"]);
    expect(of.watching.state().refusedSince).not.toBeNull();
  });

  test("shows since when, is told again while it stays, and is over when the file is usable", () => {
    const of = watched();
    of.look();
    writeFileSync(of.file, wrong);
    of.look();
    const { inForceSince, refusedSince } = of.watching.state();
    expect([inForceSince.toISOString(), refusedSince?.toISOString()]).toEqual([
      "2026-01-01T00:00:00.000Z",
      "2026-01-01T00:00:04.000Z",
    ]);
    of.pass(599_000);
    of.look(1);
    of.look(3);
    expect(of.events()).toEqual(["institutions.refused", "institutions.stillRefused"]);
    expect(of.lines.at(-1)?.facts).toEqual({ inForceSince, refusedSince });

    writeFileSync(of.file, fileWith("two.example"));
    of.look();
    expect(of.events().slice(2)).toEqual(["institutions.usableAgain", "institutions.changed"]);
    expect(of.watching.state().refusedSince).toBeNull();
    expect(of.baseUrl()).toBe(atTwo);
  });

  test("is over too when it is put back as it was, and nothing has changed then", () => {
    const of = watched();
    writeFileSync(of.file, wrong);
    of.look();
    writeFileSync(of.file, fileWith("one.example"));
    of.look();
    expect(of.events()).toEqual(["institutions.refused", "institutions.usableAgain"]);
    expect(of.changes).toEqual([]);
    expect(of.watching.state()).toEqual({ inForceSince: new Date(Date.UTC(2026, 0, 1)), refusedSince: null });
  });
});
