import { listOwnSignIns } from "#lib/identity/list-own-sign-ins.ts";
import { listOwnPasskeys, readViewer } from "#lib/identity/own-profile.ts";
import type { ExportPart } from "./export-part.ts";

export const personPart: ExportPart = {
  name: "person",
  columns: ["id", "name", "email", "language", "firmId", "firm"],
  async *read({ ctx }) {
    const { personId: id, name, email, locale: language, firm } = await readViewer(ctx);
    yield { row: { id, name, email, language, firmId: ctx.actor.tenantId, firm: firm.name } };
  },
};

export const signInsPart: ExportPart = {
  name: "signIns",
  columns: ["id", "method", "device", "startedAt", "lastSeenAt", "endedAt"],
  async *read({ ctx }) {
    for (const { id, method, device, startedAt, lastSeenAt, endedAt } of await listOwnSignIns(ctx)) {
      yield { row: { id, method, device, startedAt, lastSeenAt, endedAt } };
    }
  },
};

export const passkeysPart: ExportPart = {
  name: "passkeys",
  columns: ["id", "name", "createdAt", "lastUsedAt"],
  async *read({ ctx }) {
    for (const { id, name, createdAt, lastUsedAt } of await listOwnPasskeys(ctx)) {
      yield { row: { id, name, createdAt, lastUsedAt } };
    }
  },
};
