import type { ConnectionView } from "./view.ts";

/** A connection as the firm's compliance sees it: which bank, under which consent, with which credential, and how it stands. */
export interface FirmConnectionView
  extends Pick<ConnectionView, "id" | "institutionId" | "state" | "needs" | "endedReason"> {
  readonly investorId: string;
  readonly consentId: string;
  readonly credentialId: string;
  readonly beganAt: string;
  readonly linkedAt: string | null;
  readonly lastScaAt: string | null;
  readonly endedAt: string | null;
}
