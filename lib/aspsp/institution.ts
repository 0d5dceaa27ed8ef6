/** How this bank is reached and spoken to. It comes from the operator's file and is validated there. */
export interface BankEndpoint {
  readonly id: string;
  /** Where the protocol's paths begin, without `/v1`; HTTPS. */
  readonly baseUrl: string;
  /** `host` or `host:port`, exactly. The base's own host is one of them or nothing leaves. */
  readonly allowedHosts: readonly string[];
  /** An invented bank on this machine: loopback is allowed then, and nothing but loopback. */
  readonly isSandbox: boolean;
  readonly tls: ClientTls | null;
  /** Authorities to trust instead of the machine's, as PEM; `null` trusts the machine's. */
  readonly certificateAuthorities: readonly string[] | null;
}

/** The certificate by which the bank knows who calls, such as an eIDAS QWAC. */
export interface ClientTls {
  readonly certificate: string;
  readonly privateKey: string;
}

/** Which of the approaches of the standard to ask for. The bank decides. */
export const approaches = ["embedded", "decoupled", "redirect", "oauth", "bankChooses"] as const;
export type Approach = (typeof approaches)[number];

/** Which of the fields that people fill in mean what to the protocol. */
export interface CredentialRoles {
  readonly userId: string;
  /** `null` where the password is typed on the bank's own page alone. */
  readonly password: string | null;
  readonly corporateId: string | null;
}
