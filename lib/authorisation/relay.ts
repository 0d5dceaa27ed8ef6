import { z } from "zod";
import { idSchema } from "#lib/kernel/id.ts";
import type { Secret } from "#lib/kernel/secret.ts";
import { acknowledgements, answerSchema } from "./answer.ts";

/*
 * How an answer gets from web to the worker that holds its dialog: one POST over mutual TLS 1.3, and the
 * acknowledgement on the same connection. It is in no queue, table or notification on its way.
 */

/** One side of the wire, with the authority that signed the other side and nobody else. */
export interface RelayTls {
  readonly certificate: string;
  readonly privateKey: Secret<string>;
  readonly authority: string;
}

export const relayNames = { web: "licet-web", worker: "licet-worker" } as const;
export const relayPath = "/answers";
/** A sealed answer and its frame. */
export const longestRelayed = 24 * 1024;

export const relayedSchema = z.strictObject({
  authorisationId: idSchema("aut"),
  step: z.int().min(1),
  answer: answerSchema,
});
export type Relayed = z.output<typeof relayedSchema>;

export const acknowledgedSchema = z.strictObject({ acknowledgement: z.enum(acknowledgements) });
