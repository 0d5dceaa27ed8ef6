import { createHash, timingSafeEqual } from "node:crypto";

import { z } from "zod";

import { jsonAnswer } from "../http/answer.ts";
import { type Call as HttpCall, type Route, route } from "../http/routes.ts";
import type { CallCount, CallCounts } from "./call-counts.ts";
import { type FaultInput, type Faults, faultSchema } from "./faults.ts";

/** What a test may do to the stand-in: make it fail, move its clock, and ask what was called. */
export interface Control {
  fault(fault: FaultInput): void;
  clearFaults(): void;
  calls(): readonly CallCount[];
  clearCalls(): void;
  /** Moves the stand-in's clock ahead, for destruction and quotas. */
  passMs(ms: number): void;
}

export function createControl(faults: Faults, counts: CallCounts, passMs: (ms: number) => void): Control {
  return {
    fault: faults.add,
    clearFaults: faults.clear,
    calls: counts.list,
    clearCalls: counts.clear,
    passMs,
  };
}

const Passing = z.strictObject({ passMs: z.int().min(0) });

/** The same over HTTPS and JSON, for tests that have the stand-in as a process. A token of its own opens it. */
export function controlRoutes(control: Control, token: string): Route[] {
  const guarded = (method: Route["method"], path: string, handle: (call: HttpCall) => Promise<Response>) =>
    route(method, path, async (call) =>
      isToken(call.request.headers.get("authorization"), token)
        ? handle(call)
        : jsonAnswer({ error: "unauthorized" }, 401),
    );
  const done = (): Response => new Response(null, { status: 204 });

  return [
    guarded("POST", "/faults", async ({ request }) => {
      const parsed = faultSchema.safeParse(await request.json().catch(() => null));
      if (!parsed.success) return jsonAnswer({ error: z.prettifyError(parsed.error) }, 400);
      control.fault(parsed.data);
      return done();
    }),
    guarded("DELETE", "/faults", async () => {
      control.clearFaults();
      return done();
    }),
    guarded("GET", "/calls", async () => jsonAnswer(control.calls())),
    guarded("DELETE", "/calls", async () => {
      control.clearCalls();
      return done();
    }),
    guarded("POST", "/clock", async ({ request }) => {
      const parsed = Passing.safeParse(await request.json().catch(() => null));
      if (!parsed.success) return jsonAnswer({ error: z.prettifyError(parsed.error) }, 400);
      control.passMs(parsed.data.passMs);
      return done();
    }),
  ];
}

function isToken(authorization: string | null, token: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(authorization ?? ""), digest(`Bearer ${token}`));
}
