import { expect, test } from "vitest";
import { scaRate } from "./sca-rate.ts";

test("success is the share let in of what was not broken off, rounded down", () => {
  expect(scaRate([{ attempts: 12, letIn: 9, brokenOff: 2 }])).toEqual({ percent: 90, counted: 10 });
  expect(scaRate([{ attempts: 1_000, letIn: 999, brokenOff: 0 }])).toEqual({ percent: 99, counted: 1_000 });
});

test("of what was only broken off there is no share, and none is not nought", () => {
  expect(scaRate([{ attempts: 3, letIn: 0, brokenOff: 3 }])).toEqual({ percent: null, counted: 0 });
  expect(scaRate([])).toEqual({ percent: null, counted: 0 });
});

test("methods are weighed by how often they were used", () => {
  const figures = [
    { attempts: 90, letIn: 90, brokenOff: 0 },
    { attempts: 10, letIn: 0, brokenOff: 0 },
  ];
  expect(scaRate(figures)).toEqual({ percent: 90, counted: 100 });
});
