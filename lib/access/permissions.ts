import { AppError } from "#lib/kernel/errors.ts";
import { isPerson, type PersonActor } from "./actor.ts";
import type { Context } from "./context.ts";
import { personRoles } from "./roles.ts";

const everyone = personRoles;

/** Who may do what. The matrix is the policy; no use case decides on its own. */
export const permissions = {
  "portal.enter": ["investor"],
  "advisor.enter": ["advisor"],
  "console.enter": ["compliance", "admin"],
  "signIn.attempt": ["visitor"],
  "profile.read": everyone,
  "profile.change": everyone,
  "ownSession.read": everyone,
  "ownSession.leave": [...everyone, "pending"],
  "ownSession.end": everyone,
  "ownPasskey.manage": everyone,
  "stepUp.attempt": everyone,
  "secondFactor.give": ["pending"],
  "person.list": ["compliance", "admin"],
  "person.disable": ["admin"],
  "person.read": ["compliance", "admin"],
  "person.export": ["compliance", "admin"],
  "person.changeRole": ["admin"],
  "person.invite": ["admin"],
  "staffInvitation.accept": ["visitor"],
  "permission.read": ["compliance", "admin"],
  "firmContacts.read": everyone,
  "firmContacts.change": ["admin"],
  "firmSettings.read": ["compliance", "admin"],
  "firmSettings.change": ["admin"],
  "consentTexts.read": ["compliance", "admin"],
  "processingRegister.read": ["compliance", "admin"],
  "installation.read": ["compliance", "admin"],
  "audit.readRecent": ["compliance", "admin"],
  "audit.readProof": ["investor", "compliance", "client", "job"],
  "audit.exportEvidence": ["compliance"],
  "audit.exportLog": ["system"],
  "evidence.make": ["compliance"],
  "audit.search": ["compliance"],
  "audit.sequence": ["system"],
  "audit.index": ["system"],
  "audit.check": ["system"],
  "audit.signCheckpoint": ["system"],
  "institution.read": ["investor"],
  "institution.oversee": ["compliance", "admin"],
  "institution.announce": ["compliance", "admin"],
  "institution.recordHealth": ["system"],
  "rates.load": ["system"],
  "rates.read": ["investor", "advisor", "client", "job"],
  "credential.store": ["investor"],
  "credential.read": ["investor", "compliance"],
  "credential.oversee": ["compliance"],
  "credential.readState": ["client"],
  "credential.delete": ["investor", "client", "job"],
  "credential.open": ["job"],
  "credential.destroy": ["job"],
  "credential.recognise": ["job"],
  "credential.rewrap": ["job"],
  "vault.sweep": ["system"],
  "keys.rotate": ["system"],
  "keys.list": ["system"],
  "keys.read": ["compliance", "admin"],
  "records.read": ["investor", "job"],
  "records.receive": ["advisor", "client"],
  "records.store": ["job"],
  "records.remove": ["investor", "job"],
  "records.erase": ["job"],
  "records.rewrap": ["job"],
  "declaration.read": ["investor"],
  "declaration.make": ["investor"],
  "book.read": ["advisor", "client", "job"],
  "book.remove": ["investor", "job"],
  "book.findDue": ["system"],
  "consent.request": ["advisor", "client"],
  "consent.decide": ["investor"],
  "consent.reEstablish": ["investor"],
  "consent.withdraw": ["investor"],
  "consent.takeBack": ["advisor"],
  "consent.terminate": ["compliance"],
  "consent.read": ["investor", "advisor", "compliance", "client", "job"],
  "consent.oversee": ["compliance"],
  "consent.readEvidence": ["investor", "compliance"],
  "consent.rely": ["investor", "advisor", "client", "job"],
  "connection.link": ["investor"],
  "connection.read": ["investor"],
  "connection.oversee": ["compliance"],
  "connection.choose": ["investor"],
  "connection.end": ["investor"],
  "connection.refresh": ["investor"],
  "connection.work": ["job"],
  "connection.findDue": ["system"],
  "authorisation.read": ["investor"],
  "authorisation.answer": ["investor"],
  "authorisation.lead": ["job"],
  "authorisation.sweep": ["system"],
  "disclosure.make": ["advisor", "client"],
  "disclosure.read": ["investor"],
  "disclosure.review": ["compliance"],
  "disclosure.erase": ["job"],
  "disclosure.purge": ["system"],
  "receipt.issue": ["job"],
  "receipt.read": ["investor", "compliance", "job"],
  "consent.close": ["job"],
  "consent.remind": ["job"],
  "consent.findDue": ["system"],
  "connection.trace": ["investor", "job"],
  "credential.trace": ["investor", "job"],
  "person.erase": ["job"],
  "privacy.export": ["investor"],
  "privacy.erase": ["investor"],
  "privacy.work": ["job"],
  "privacy.findDue": ["system"],
  "privacy.readErasures": ["compliance"],
  "privacy.answerRights": ["compliance"],
  "investor.read": ["compliance"],
  "privacy.readStanding": ["visitor"],
  "oversight.read": ["compliance"],
  "oversight.propose": ["compliance"],
  "oversight.decide": ["compliance"],
  "oversight.stop": ["compliance"],
  "oversight.work": ["job"],
  "oversight.findDue": ["system"],
  "oversight.readRule": ["compliance", "admin"],
  "oversight.changeRule": ["admin"],
  "note.read": ["advisor"],
  "note.write": ["advisor"],
  "note.trace": ["investor"],
  "note.erase": ["job"],
  "client.ask": ["advisor"],
  "ownAsk.read": ["investor"],
  "ownAsk.erase": ["job"],
  "household.read": ["advisor"],
  "household.change": ["advisor"],
  "household.trace": ["investor"],
  "household.erase": ["job"],
  "invitation.send": ["advisor"],
  "invitation.list": ["advisor"],
  "invitation.revoke": ["advisor"],
  "invitation.accept": ["visitor", "investor"],
  "invitation.readOwn": ["investor"],
  "invitation.findForgettable": ["system"],
  "invitation.forget": ["job"],
  "mail.send": ["job"],
  "signInRequest.answer": ["system"],
  "identity.purge": ["system"],
} as const satisfies Record<string, readonly Holder[]>;

export const holders = ["visitor", "pending", ...personRoles, "client", "job", "system"] as const;
export type Holder = (typeof holders)[number];
export type Permission = keyof typeof permissions;

export function mayDo(holder: Holder, permission: Permission): boolean {
  return (permissions[permission] as readonly Holder[]).includes(holder);
}

export function requirePermission({ actor }: Context, permission: Permission): void {
  if (mayDo(actor.type, permission)) return;
  if (actor.type === "visitor") throw new AppError("auth.unauthenticated", { permission });
  if (actor.type === "pending") throw new AppError("auth.second_factor_required", { permission });
  throw new AppError("auth.forbidden", { permission, holder: actor.type });
}

/** The acting person, once the permission is theirs. */
export function requirePerson(ctx: Context, permission: Permission): PersonActor {
  requirePermission(ctx, permission);
  if (!isPerson(ctx.actor)) throw new AppError("auth.forbidden", { permission, holder: ctx.actor.type });
  return ctx.actor;
}

/** How long after proving who they are a person may do what needs step-up. */
export const stepUpLifetimeMs = 5 * 60 * 1000;

/** Refuses unless the person proved who they are in the last five minutes. */
export function requireFreshAuthentication(ctx: Context): void {
  if (!isPerson(ctx.actor)) throw new AppError("auth.unauthenticated");
  const age = ctx.clock.now().getTime() - ctx.actor.authenticatedAt.getTime();
  if (age > stepUpLifetimeMs) throw new AppError("auth.step_up_required");
}
