import { z } from "zod";

/** A schema-less URL, as c2sp.org/tlog-checkpoint recommends: no spaces, and no `+`. */
const logName = z.string().regex(/^[^\s+]{1,200}$/u, {
  error: "is wrong: it wants the audit log's name, without scheme, such as consent.example.com/audit",
});

export const auditVariables = {
  LICET_AUDIT_ORIGIN: logName.optional(),
};

/** The log's name in its checkpoints: as given, or the portal's host with `/audit`. */
export function toAuditOrigin(read: {
  LICET_AUDIT_ORIGIN?: string | undefined;
  LICET_ORIGIN: string;
}): string {
  return read.LICET_AUDIT_ORIGIN ?? `${new URL(read.LICET_ORIGIN).host}/audit`;
}
