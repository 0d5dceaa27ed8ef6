import { describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { timeOf } from "./evidence.ts";
import { evidenceQuery, parseEvidenceQuery } from "./evidence-query.ts";

const [consent, investor, credential] = [newId("con"), newId("per"), newId("crd")];

describe("what a pack is asked for in an address", () => {
  test("is one thing, by its own name or by the form of its identifier", () => {
    for (const [kind, id] of Object.entries({ consent, investor, credential })) {
      const asked = { about: { kind, id }, heldSizes: [] };
      expect(parseEvidenceQuery({ [kind]: id })).toEqual({ asked, fault: null });
      expect(parseEvidenceQuery({ id: ` ${id} ` })).toEqual({ asked, fault: null });
    }
  });

  test("is a period of whole days of UTC, the last one with it", () => {
    const { asked } = parseEvidenceQuery({ from: "2026-02-01", to: "2026-02-28" });
    expect(asked?.about).toEqual({ kind: "period", from: "2026-02-01", to: "2026-02-28" });
    expect(timeOf({ from: "2026-02-28", to: "2026-02-28" })).toEqual({
      from: new Date("2026-02-28T00:00:00Z"),
      before: new Date("2026-03-01T00:00:00Z"),
    });
  });

  test("is never guessed: nothing, two things, an identifier of another kind, days that are none", () => {
    expect(parseEvidenceQuery({}).fault).toBe("nothing");
    expect(parseEvidenceQuery({ consent: [consent, consent] }).fault).toBe("nothing");
    expect(parseEvidenceQuery({ consent, from: "2026-01-01" }).fault).toBe("several");
    expect(parseEvidenceQuery({ consent: investor }).fault).toBe("id");
    expect(parseEvidenceQuery({ id: "con_1' or true" }).fault).toBe("id");
    expect(parseEvidenceQuery({ from: "2026-02-30", to: "2026-03-01" }).fault).toBe("period");
    expect(parseEvidenceQuery({ from: "2026-03-02", to: "2026-03-01" }).fault).toBe("period");
    expect(parseEvidenceQuery({ to: "2026-03-01" }).fault).toBe("period");
  });

  test("names the checkpoints that an auditor holds by their numbers of entries", () => {
    expect(parseEvidenceQuery({ consent, held: "20, 7;300 20" }).asked?.heldSizes).toEqual([20, 7, 300]);
    for (const held of ["0", "-1", "1.5", "x", Array.from({ length: 21 }, (_, at) => at + 1).join()]) {
      expect(parseEvidenceQuery({ consent, held }).fault).toBe("held");
    }
  });

  test("is written again as it was read", () => {
    for (const query of [
      { consent, held: "20,7" },
      { from: "2026-02-01", to: "2026-02-28" },
    ]) {
      const { asked } = parseEvidenceQuery(query);
      if (!asked) throw new Error("not understood");
      const again = Object.fromEntries(new URLSearchParams(evidenceQuery(asked)));
      expect(parseEvidenceQuery(again)).toEqual({ asked, fault: null });
    }
  });
});
