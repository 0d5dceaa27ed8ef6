import { expect, test } from "vitest";

import { AppError } from "./errors.ts";

test("a refusal is known as one, whichever copy of the class it was made by, and nothing else is", async () => {
  const another = (await import(/* @vite-ignore */ `${import.meta.resolve("./errors.ts")}?another`)) as {
    AppError: typeof AppError;
  };
  expect(another.AppError).not.toBe(AppError);
  const refusal: unknown = new another.AppError("auth.forbidden", { permission: "x" });
  expect(refusal instanceof AppError && [refusal.code, refusal.facts]).toEqual([
    "auth.forbidden",
    { permission: "x" },
  ]);
  const others = [new Error("auth.forbidden"), { code: "auth.forbidden" }, null, "auth.forbidden"];
  for (const other of others) expect(other instanceof AppError).toBe(false);
});
