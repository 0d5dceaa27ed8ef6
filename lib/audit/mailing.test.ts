import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMailDue, type Mailing, mailRetryMs } from "./mailing.ts";

const everyMs = 3_600_000;
const start = Date.parse("2027-01-01T12:00:00Z");
const at = (ms: number) => new Date(start + ms);
const sent = (over: Partial<Mailing> = {}): Mailing => ({
  size: 5,
  mailedAt: at(0),
  attemptedAt: at(0),
  ...over,
});

describe("a mailbox is owed a mail", () => {
  test("when the log has grown and the last one is a period old, to the millisecond", () => {
    expect(isMailDue(sent(), 6, { now: at(everyMs), everyMs })).toBe(true);
    expect(isMailDue(sent(), 6, { now: at(everyMs - 1), everyMs })).toBe(false);
    expect(isMailDue(sent(), 5, { now: at(everyMs * 100), everyMs })).toBe(false);
  });

  test("anew when an attempt is over without having been one, and not before", () => {
    const first = sent({ size: null, mailedAt: null });
    const later = sent({ attemptedAt: at(everyMs) });
    for (const [mailing, from] of [
      [first, 0],
      [later, everyMs],
    ] as const) {
      expect(isMailDue(mailing, 6, { now: at(from + mailRetryMs - 1), everyMs })).toBe(false);
      expect(isMailDue(mailing, 6, { now: at(from + mailRetryMs), everyMs })).toBe(true);
    }
  });

  test("of the empty log too", () => {
    const first = sent({ size: null, mailedAt: null });
    expect(isMailDue(first, 0, { now: at(mailRetryMs), everyMs })).toBe(true);
  });

  test("so that however it grows and whatever fails, no two are closer than a period and the last is never lost", () => {
    const minute = 60_000;
    const step = fc.record({ grows: fc.boolean(), fails: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 500 }), (steps) => {
        let mailing: Mailing = { size: null, mailedAt: null, attemptedAt: at(-everyMs) };
        const mailed: number[] = [];
        let size = 0;
        const quiet = Array.from({ length: 70 }, () => ({ grows: false, fails: false }));
        for (const [minutes, { grows, fails }] of [...steps, ...quiet].entries()) {
          const now = at(minutes * minute);
          if (grows) size++;
          if (!isMailDue(mailing, size, { now, everyMs })) continue;
          mailing = fails ? { ...mailing, attemptedAt: now } : { size, mailedAt: now, attemptedAt: now };
          if (!fails) mailed.push(now.getTime());
        }
        expect(mailed.every((time, n) => n === 0 || time - (mailed[n - 1] ?? 0) >= everyMs)).toBe(true);
        expect(mailing.size).toBe(size);
      }),
    );
  });
});
