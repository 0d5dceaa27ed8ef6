import { describe, expect, test } from "vitest";
import { AppError } from "#lib/kernel/errors.ts";
import type { Context } from "./context.ts";
import {
  holders,
  mayDo,
  type Permission,
  permissions,
  requireFreshAuthentication,
  requirePermission,
} from "./permissions.ts";

/** Written a second time on purpose: a change of the matrix has to be meant twice. */
const expected: Record<Permission, string> = {
  "portal.enter": "investor",
  "advisor.enter": "advisor",
  "console.enter": "compliance admin",
  "signIn.attempt": "visitor",
  "profile.read": "investor advisor compliance admin",
  "profile.change": "investor advisor compliance admin",
  "ownSession.read": "investor advisor compliance admin",
  "ownSession.leave": "investor advisor compliance admin pending",
  "ownSession.end": "investor advisor compliance admin",
  "ownPasskey.manage": "investor advisor compliance admin",
  "stepUp.attempt": "investor advisor compliance admin",
  "secondFactor.give": "pending",
  "person.list": "compliance admin",
  "person.disable": "admin",
  "permission.read": "compliance admin",
  "firmContacts.read": "investor advisor compliance admin",
  "firmContacts.change": "admin",
  "installation.read": "compliance admin",
  "audit.readRecent": "compliance admin",
  "audit.readProof": "investor compliance client job",
  "audit.exportEvidence": "compliance",
  "audit.exportLog": "system",
  "audit.sequence": "system",
  "audit.signCheckpoint": "system",
  "institution.read": "investor",
  "institution.recordHealth": "system",
  "rates.load": "system",
  "rates.read": "investor advisor client job",
  "credential.store": "investor",
  "credential.read": "investor compliance",
  "credential.readState": "client",
  "credential.delete": "investor compliance client job",
  "credential.open": "job",
  "credential.destroy": "job",
  "credential.recognise": "job",
  "credential.rewrap": "job",
  "vault.sweep": "system",
  "keys.rotate": "system",
  "keys.list": "system",
  "keys.read": "compliance admin",
  "records.read": "investor job",
  "records.receive": "advisor client",
  "records.store": "job",
  "records.remove": "investor job",
  "records.erase": "job",
  "records.rewrap": "job",
  "declaration.read": "investor",
  "declaration.make": "investor",
  "book.read": "advisor client job",
  "book.findDue": "system",
  "book.remove": "investor job",
  "consent.request": "advisor client",
  "consent.decide": "investor",
  "consent.reEstablish": "investor",
  "consent.withdraw": "investor",
  "consent.takeBack": "advisor",
  "consent.terminate": "compliance",
  "consent.read": "investor advisor compliance client job",
  "consent.readEvidence": "investor compliance",
  "consent.rely": "investor advisor client job",
  "consent.close": "job",
  "connection.link": "investor",
  "connection.read": "investor",
  "connection.choose": "investor",
  "connection.end": "investor",
  "connection.refresh": "investor",
  "connection.work": "job",
  "connection.findDue": "system",
  "authorisation.read": "investor",
  "authorisation.answer": "investor",
  "authorisation.lead": "job",
  "authorisation.sweep": "system",
  "disclosure.make": "advisor client",
  "disclosure.read": "investor",
  "disclosure.erase": "job",
  "disclosure.purge": "system",
  "receipt.issue": "job",
  "receipt.read": "investor compliance job",
  "consent.remind": "job",
  "consent.findDue": "system",
  "household.read": "advisor",
  "household.change": "advisor",
  "household.trace": "investor",
  "household.erase": "job",
  "invitation.send": "advisor",
  "invitation.list": "advisor",
  "invitation.revoke": "advisor",
  "invitation.accept": "visitor investor",
  "invitation.readOwn": "investor",
  "invitation.findForgettable": "system",
  "invitation.forget": "job",
  "connection.trace": "investor job",
  "credential.trace": "investor job",
  "person.erase": "job",
  "privacy.export": "investor",
  "privacy.erase": "investor",
  "privacy.work": "job",
  "privacy.findDue": "system",
  "privacy.readErasures": "compliance",
  "privacy.readStanding": "visitor",
  "mail.send": "job",
  "signInRequest.answer": "system",
  "identity.purge": "system",
};

const as = (type: string, authenticatedAt = new Date(0)) =>
  ({
    actor: { type, personId: "per_x", authenticatedAt },
    clock: { now: () => new Date(10 * 60_000) },
  }) as unknown as Context;

describe("the permission matrix", () => {
  for (const permission of Object.keys(permissions) as Permission[]) {
    for (const holder of holders) {
      const allowed = expected[permission].split(" ").includes(holder);
      test(`${holder} ${allowed ? "may" : "may not"} ${permission}`, () => {
        expect(mayDo(holder, permission)).toBe(allowed);
        if (allowed) expect(() => requirePermission(as(holder), permission)).not.toThrow();
        else expect(() => requirePermission(as(holder), permission)).toThrow(AppError);
      });
    }
  }
});

describe("fresh authentication", () => {
  test("holds for five minutes and not longer", () => {
    expect(() => requireFreshAuthentication(as("admin", new Date(5 * 60_000)))).not.toThrow();
    expect(() => requireFreshAuthentication(as("admin", new Date(5 * 60_000 - 1)))).toThrow(
      "auth.step_up_required",
    );
  });
});
