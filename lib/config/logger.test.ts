import { describe, expect, test } from "vitest";
import { AppError } from "#lib/kernel/errors.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { createLogger } from "./logger.ts";

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
