import type { FactView } from "#lib/audit/view.ts";

export interface PairedFact {
  readonly name: string;
  /** Whether it says why. */
  readonly isReason: boolean;
  /** What was so before; absent where the entry does not say. */
  readonly before?: FactView;
  /** What is so since; absent where the entry says only what was before. */
  readonly value?: FactView;
}

const reasons = new Set(["reason", "why", "cause", "fault", "code"]);
const earlier = /^previous([A-Z])/;

/** `previousStatus` is what `status` was before. Everything else stands for itself, in the order of its names. */
export function pairFacts(facts: Readonly<Record<string, FactView>>): readonly PairedFact[] {
  const before = new Map(
    Object.entries(facts).flatMap(([name, value]) =>
      earlier.test(name)
        ? [[name.replace(earlier, (_all, first: string) => first.toLowerCase()), value]]
        : [],
    ) as [string, FactView][],
  );
  const names = new Set([...Object.keys(facts).filter((name) => !earlier.test(name)), ...before.keys()]);
  return [...names].sort().map((name) => ({
    ...{ name, isReason: reasons.has(name) },
    ...(before.has(name) ? { before: before.get(name) as FactView } : {}),
    ...(name in facts ? { value: facts[name] as FactView } : {}),
  }));
}
