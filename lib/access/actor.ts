import type { ClientId, PersonId, SessionId, TenantId } from "#lib/kernel/id.ts";
import type { PersonRole } from "./roles.ts";

/**
 * Who acts. A person is known by a session; a visitor is nobody yet; a job and the system are the worker.
 */
export type Actor =
  | { readonly type: "visitor" }
  | PersonActor
  | { readonly type: "client"; readonly tenantId: TenantId; readonly clientId: ClientId }
  | { readonly type: "job"; readonly tenantId: TenantId; readonly job: string }
  | { readonly type: "system"; readonly job: string };

export interface PersonActor {
  /** `pending` until a person who needs a second factor has given it: their role's rights are not theirs yet. */
  readonly type: PersonRole | "pending";
  readonly tenantId: TenantId;
  readonly personId: PersonId;
  readonly sessionId: SessionId;
  /** When the person last proved who they are; step-up compares it with the clock. */
  readonly authenticatedAt: Date;
}

export const isPerson = (actor: Actor): actor is PersonActor => "personId" in actor;

/** Events that belong to no firm, such as a refused sign-in of somebody unknown. */
export const installationTenant = "ten_00000000-0000-0000-0000-000000000000" as TenantId;
