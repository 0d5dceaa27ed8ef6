import { methodKinds } from "#lib/aspsp/dialog.ts";

/** The ways in which a bank has somebody confirm: its methods by their kind, and its own page. */
export const scaWays = [...methodKinds, "redirect"] as const;
export type ScaWay = (typeof scaWays)[number];
