import { z } from "zod";
import {
  type ConsentId,
  type CredentialId,
  type EventId,
  idSchema,
  type PresentationId,
} from "#lib/kernel/id.ts";

const entrySchema = z.object({
  eventId: idSchema("evt"),
  occurredAt: z.string(),
  type: z.string(),
  facts: z.record(z.string(), z.unknown()),
});
const presented = z.object({ presentationId: idSchema("cpr") });
const consentId = idSchema("con");
const credentialId = idSchema("crd");

/** How often something happened, and when for the first and the last time. */
export interface Happening {
  readonly count: number;
  readonly firstAt: string;
  readonly lastAt: string;
}

/** What the entries of a pack name, gathered while they pass: the other files are what these name. */
export class EntriesSaid {
  readonly eventIds: EventId[] = [];
  readonly presentationIds = new Set<PresentationId>();
  readonly consentIds = new Set<ConsentId>();
  readonly credentialIds = new Set<CredentialId>();
  /** By the entries' type, in the order in which each happened first. */
  readonly happenings = new Map<string, Happening>();

  /** One entry's own bytes. */
  take(body: Buffer): void {
    const { eventId, occurredAt: lastAt, type, facts } = entrySchema.parse(JSON.parse(body.toString("utf8")));
    this.eventIds.push(eventId);
    const { count = 0, firstAt = lastAt } = this.happenings.get(type) ?? {};
    this.happenings.set(type, { count: count + 1, firstAt, lastAt });
    if (type === "consent.presented") {
      const shown = presented.safeParse(facts);
      if (shown.success) this.presentationIds.add(shown.data.presentationId);
    }
    for (const value of Object.values(facts).flat()) {
      if (typeof value !== "string") continue;
      if (value.startsWith("con_")) this.#add(this.consentIds, consentId.safeParse(value));
      else if (value.startsWith("crd_")) this.#add(this.credentialIds, credentialId.safeParse(value));
    }
  }

  #add<Id>(into: Set<Id>, parsed: { readonly success: boolean; readonly data?: Id | undefined }): void {
    if (parsed.data !== undefined) into.add(parsed.data);
  }
}
