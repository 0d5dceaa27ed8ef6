/** Processes log in as these. `licet_owner` owns the schema and is used by migrations alone. */
export const loginRoles = ["licet_owner", "licet_web", "licet_worker"] as const;
export type LoginRole = (typeof loginRoles)[number];

/**
 * Each transaction acts as one of these; the login roles hold no table right themselves (NOINHERIT).
 * A process can only become the roles listed for its login.
 */
export const actorRoles = {
  licet_web: [
    "licet_visitor",
    "licet_pending",
    "licet_investor",
    "licet_advisor",
    "licet_compliance",
    "licet_admin",
    "licet_client",
    "licet_sealer",
    "licet_reader",
  ],
  licet_worker: ["licet_job", "licet_system", "licet_queue", "licet_opener"],
} as const satisfies Partial<Record<LoginRole, readonly string[]>>;

export type ActorRole = (typeof actorRoles)[keyof typeof actorRoles][number];

/** Owns the functions that answer a visitor's proof (`gate` schema). Nobody logs in as it. */
export const gateRole = "licet_gate";
