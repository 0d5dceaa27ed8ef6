import { describe, expect, test } from "vitest";
import { figuresOf } from "./figures.ts";

const none = { states: [], uses: [], ways: [], reasons: [] };

describe("the figures of a bank", () => {
  test("are its own, and what ended needs nothing of anybody", () => {
    const state = (
      institutionId: string,
      name: "active" | "ended",
      needs: "confirm" | null,
      count: number,
    ) => ({
      ...{ institutionId, state: name, needs, count },
    });
    const states = [
      ...[
        state("one", "active", null, 5),
        state("one", "active", "confirm", 2),
        state("one", "ended", "confirm", 9),
      ],
      state("other", "active", "confirm", 100),
    ];
    expect(figuresOf({ ...none, states }, "one").connections).toEqual({
      ...{ linking: 0, choosing: 0, active: 7, ended: 9, needsConfirm: 2, needsCredential: 0 },
    });
  });

  test("count a connection that was read four times and one that was read oftener alike, and the idle ones", () => {
    const states = [{ institutionId: "one", state: "active", needs: null, count: 10 } as const];
    const use = (used: number, connections: number) => ({ institutionId: "one", used, connections });
    const { budget } = figuresOf({ ...none, states, uses: [use(1, 3), use(4, 2), use(5, 1)] }, "one");
    expect(budget).toEqual({ used: 16, connections: [4, 3, 0, 0, 3] });
  });

  test("never say less than none where more were read than are left", () => {
    const uses = [{ institutionId: "one", used: 1, connections: 3 }];
    expect(figuresOf({ ...none, uses }, "one").budget.connections).toEqual([0, 3, 0, 0, 0]);
  });
});
