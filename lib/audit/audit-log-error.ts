/** Why the log cannot go on as it is. Nobody outside is told; it is logged, alarmed and has a runbook. */
export const auditLogErrorCodes = [
  /** Hashes that must be there are not. */
  "incomplete",
  /** A copied checkpoint has more entries than the log. */
  "copyAhead",
  /** A copied checkpoint has another root than the log at that size. */
  "copyDiffers",
  /** The same of what was published. */
  "publishedAhead",
  "publishedDiffers",
  /** A file or an object among the copies is not what this program writes, or an answer of the bucket is none. */
  "copyUnreadable",
  /** The bucket says that this process may not, or that there is no such bucket. */
  "copyForbidden",
  "copyNotFound",
  /** The bucket does not answer, not in time, not now, or not as it should. */
  "copyUnreachable",
  "copyTimedOut",
  "copyUnavailable",
  "copyRefused",
  /** The mail server did not take the mail in time. */
  "mailTimedOut",
] as const;
export type AuditLogErrorCode = (typeof auditLogErrorCodes)[number];

export class AuditLogError extends Error {
  override readonly name = "AuditLogError";
  readonly code: AuditLogErrorCode;

  constructor(code: AuditLogErrorCode, options?: { cause?: unknown }) {
    super(code, options);
    this.code = code;
  }
}
