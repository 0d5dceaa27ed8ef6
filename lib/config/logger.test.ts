import { afterEach, describe, expect, test } from "vitest";
import { AppError } from "#lib/kernel/errors.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { createLogger, quietConsole } from "./logger.ts";

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  let text = "";
  write(createLogger("test", "info", { write: (line) => (text += line) }));
  return text;
}

describe("the log", () => {
  test("prints a secret as its type, wherever it is", () => {
    const line = logged((log) =>
      log.info({ token: new Secret("canary"), deep: { list: [new Secret("canary")] } }, "x"),
    );
    expect(line).toContain("[secret]");
    expect(line).not.toContain("canary");
  });

  test("writes kind, code and place of a failure and never its message", () => {
    const cause = Object.assign(new Error("duplicate key (email)=(canary@example.com)"), { code: "23505" });
    const line = logged((log) =>
      log.error({ err: new AppError("internal", { step: "x" }, { cause }) }, "failed"),
    );
    expect(line).toContain('"code":"23505"');
    expect(line).toContain('"code":"internal"');
    expect(line).not.toContain("canary");
  });

  test("keeps hostile text on one line", () => {
    const line = logged((log) => log.info({ name: 'a\r\n{"level":"error"}\u001b[31m' }, "x"));
    expect(line.trimEnd().split("\n")).toHaveLength(1);
    expect(line).not.toContain("\u001b");
  });
});

describe("the console", () => {
  const own = { ...console };
  afterEach(() => void Object.assign(console, own));

  test("writes no text of what a framework prints, and each of its failures as one line", () => {
    const failure = Object.assign(new Error("Failed query: select 'canary'\nparams: canary"), {
      digest: "123",
    });
    const text = logged((log) => {
      quietConsole(log);
      console.error("⨯ canary\nforged line", failure);
      console.warn("canary %s", "canary");
      console.log("canary");
    });
    expect(text).not.toContain("canary");
    expect(text).not.toContain("forged");
    expect(text.trimEnd().split("\n")).toHaveLength(2);
    expect(text).toContain('"digest":"123"');
    expect(text).toContain('"at":["at ');
  });
});
