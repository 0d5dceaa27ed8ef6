import { z } from "zod";

import { type MethodName, methodNames } from "./methods.ts";
import { spoilt, suits, type WordEffect, wordEffects } from "./spoil.ts";
import { resourceExhausted, unavailable } from "./status.ts";

const passing = ["unavailable", "resourceExhausted", "delayMs"] as const;
type Effect = (typeof passing)[number] | WordEffect;

const isPassing = (effect: Effect): effect is (typeof passing)[number] =>
  (passing as readonly string[]).includes(effect);

export const faultSchema = z
  .strictObject({
    /** Any method, if none is named. */
    method: z.enum(methodNames).optional(),
    caller: z.string().optional(),
    effect: z.enum([...passing, ...wordEffects]),
    times: z.int().min(1).default(1),
    delayMs: z.int().min(1).max(600_000).optional(),
  })
  .refine(({ effect, delayMs }) => (effect === "delayMs") === (delayMs !== undefined), {
    path: ["delayMs"],
    message: "goes with the effect delayMs, and only with it",
  })
  .refine(({ effect, method }) => isPassing(effect) || (method !== undefined && suits(effect, method)), {
    path: ["method"],
    message: "is missing or has nothing in its answer that this effect could spoil",
  });

export type FaultInput = z.input<typeof faultSchema>;
type Fault = z.output<typeof faultSchema>;

export interface Faults {
  add(fault: FaultInput): void;
  clear(): void;
  /** Runs a call as the first fitting fault wants it, and takes one from what that fault has left. */
  around<Request extends object>(
    method: MethodName,
    caller: string,
    request: Request,
    answer: (request: Request) => Promise<object>,
  ): Promise<object>;
}

export function createFaults(): Faults {
  let pending: Fault[] = [];

  function take(method: MethodName, caller: string): Fault | undefined {
    const fault = pending.find(
      (each) => (each.method ?? method) === method && (each.caller ?? caller) === caller,
    );
    if (!fault) return undefined;
    fault.times -= 1;
    pending = pending.filter(({ times }) => times > 0);
    return fault;
  }

  return {
    add: (fault) => {
      pending.push(faultSchema.parse(fault));
    },
    clear: () => {
      pending = [];
    },
    around: async (method, caller, request, answer) => {
      const fault = take(method, caller);
      if (!fault) return answer(request);
      switch (fault.effect) {
        case "unavailable":
          throw unavailable();
        case "resourceExhausted":
          throw resourceExhausted(caller);
        case "delayMs":
          await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
          return answer(request);
        default:
          return spoilt(fault.effect, method, request, answer);
      }
    },
  };
}
