import { type Algorithm, algorithmOf, type Grant, grantsOf, type Purpose, uses } from "./purpose.ts";

interface LayoutShape {
  readonly callers: readonly { readonly name: string }[];
  readonly rings: readonly RingShape[];
}

interface RingShape {
  readonly name: string;
  readonly administrators: readonly string[];
  readonly viewers: readonly string[];
  readonly keys: readonly KeyShape[];
}

interface KeyShape {
  readonly name: string;
  readonly purpose: Purpose;
  readonly algorithm: Algorithm;
  readonly grants: Readonly<Record<Grant, readonly string[]>>;
}

interface Fault {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * What makes the separation of duties real: who administers keys uses none, and each ring has
 * administrators of its own, so that no one person holds both locks.
 */
export function layoutFaults(layout: LayoutShape): Fault[] {
  const known = new Set(layout.callers.map(({ name }) => name));
  const administrators = new Map<string, number>();
  layout.rings.forEach((ring, at) => {
    for (const name of ring.administrators) {
      if (!administrators.has(name)) administrators.set(name, at);
    }
  });

  const faults = [
    ...repeated(layout.callers, ["callers"], "caller"),
    ...repeated(layout.rings, ["rings"], "ring"),
  ];
  layout.rings.forEach((ring, at) => {
    const path = ["rings", at];
    faults.push(...unknown([...ring.administrators, ...ring.viewers], known, path));
    for (const name of ring.administrators.filter((other) => administrators.get(other) !== at)) {
      faults.push({ path, message: `shares the administrator "${name}" with another ring` });
    }
    faults.push(...repeated(ring.keys, [...path, "keys"], "key"));
    ring.keys.forEach((key, keyAt) => {
      faults.push(...keyFaults(key, [...path, "keys", keyAt], known, administrators));
    });
  });
  return faults;
}

function keyFaults(
  { purpose, algorithm, grants }: KeyShape,
  path: Fault["path"],
  known: ReadonlySet<string>,
  administrators: ReadonlyMap<string, number>,
): Fault[] {
  const faults: Fault[] = [];
  if (algorithmOf[purpose] !== algorithm) faults.push({ path, message: `cannot be ${algorithm}` });
  for (const [grant, callers] of Object.entries(grants) as [Grant, readonly string[]][]) {
    const at = [...path, "grants", grant];
    faults.push(...unknown(callers, known, at));
    if (callers.length > 0 && !grantsOf[purpose].includes(grant)) {
      faults.push({ path: at, message: `has no meaning for a key of purpose ${purpose}` });
    }
    if (!uses.includes(grant)) continue;
    for (const name of callers.filter((other) => administrators.has(other))) {
      faults.push({ path: at, message: `lets "${name}" use a key, who administers keys` });
    }
  }
  return faults;
}

function unknown(names: readonly string[], known: ReadonlySet<string>, path: Fault["path"]): Fault[] {
  return names
    .filter((name) => !known.has(name))
    .map((name) => ({ path, message: `names "${name}", who is not among the callers` }));
}

function repeated(items: readonly { readonly name: string }[], path: Fault["path"], kind: string): Fault[] {
  return items.flatMap(({ name }, at) =>
    items.findIndex((other) => other.name === name) === at
      ? []
      : [{ path: [...path, at], message: `is a second ${kind} "${name}"` }],
  );
}
