import type { InvitationView } from "#lib/invitations/view.ts";

/** What the list can be narrowed to, and which states that is. */
export const kinds = {
  all: null,
  waiting: ["queued", "sent"],
  accepted: ["accepted"],
  answered: ["given", "declined", "over"],
  over: ["expired", "takenBack"],
} as const satisfies Record<string, readonly InvitationView["state"][] | null>;
export type Kind = keyof typeof kinds;

/** A kind from an address; whatever is none shows all. */
export const kindOf = (text: string | null): Kind =>
  (Object.keys(kinds) as Kind[]).find((kind) => kind === text) ?? "all";

export const isOfKind = ({ state }: Pick<InvitationView, "state">, kind: Kind): boolean => {
  const states: readonly string[] | null = kinds[kind];
  return states === null || states.includes(state);
};
