import type { Context } from "./context.ts";
import { requirePermission } from "./permissions.ts";
import { type Face, faceOf, type PersonRole } from "./roles.ts";

/** Refuses whoever has no business in this face of the product; its pages ask before they render. */
export function enterFace(ctx: Context, face: Face): void {
  requirePermission(ctx, `${face}.enter`);
}

const homes = { portal: "/home", advisor: "/advisor", console: "/console" } as const satisfies Record<
  Face,
  string
>;

export const homeOf = (role: PersonRole): string => homes[faceOf[role]];

/** Where a sign-in leads: on to what was asked for if it is in the person's own face, else to their home. */
export function landingPath(role: PersonRole, next: string | null): string {
  return next !== null && faceOfPath(next) === faceOf[role] ? next : homeOf(role);
}

function faceOfPath(path: string): Face | null {
  const first = path.split(/[/?#]/)[1];
  if (first === "console" || first === "advisor") return first;
  return first === "" || first === "sign-in" || first === "api" ? null : "portal";
}
