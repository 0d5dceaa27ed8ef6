import type { Face } from "#lib/access/roles.ts";

interface Origins {
  readonly origin: string;
  readonly consoleOrigin: string;
}

/** The faces that a hostname of ours serves: all, or either the console or the rest where it has a hostname of its own. */
export function facesAt(called: string, { origin, consoleOrigin }: Origins): readonly Face[] {
  if (origin === consoleOrigin) return ["portal", "advisor", "console"];
  return called === consoleOrigin ? ["console"] : ["portal", "advisor"];
}
