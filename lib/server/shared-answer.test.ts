import { describe, expect, test } from "vitest";

import { sharedAnswer } from "./shared-answer.ts";

describe("an answer that is shared", () => {
  const setting = () => {
    let time = 0;
    let asked = 0;
    const share = sharedAnswer<number>(1_000, () => time);
    return {
      pass: (ms: number) => {
        time += ms;
      },
      answer: (ask: () => Promise<void> = async () => {}) =>
        share(async () => {
          asked += 1;
          const number = asked;
          await ask();
          return number;
        }),
    };
  };

  test("is asked for once while the question is out, however long it takes", async () => {
    const { answer, pass } = setting();
    let settle = () => {};
    const first = answer(() => new Promise((done) => (settle = done)));
    pass(60_000);
    const others = Array.from({ length: 500 }, () => answer());
    settle();
    expect(new Set(await Promise.all([first, ...others]))).toEqual(new Set([1]));
  });

  test("is good for its lifetime, and not for longer", async () => {
    const { answer, pass } = setting();
    expect(await answer()).toBe(1);
    pass(999);
    expect(await answer()).toBe(1);
    pass(1);
    expect(await answer()).toBe(2);
  });

  test("is shared as a failure too, and asked for again afterwards", async () => {
    const { answer, pass } = setting();
    const failing = () => Promise.reject(new Error("away"));
    await expect(answer(failing)).rejects.toThrow("away");
    await expect(answer()).rejects.toThrow("away");
    pass(1_000);
    expect(await answer()).toBe(2);
  });
});
