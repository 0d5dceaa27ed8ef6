/** The roles that a person can hold. A person holds exactly one, in exactly one tenant. */
export const personRoles = ["investor", "advisor", "compliance", "admin"] as const;
export type PersonRole = (typeof personRoles)[number];

/** Those who work for the firm. An investor never becomes one of them, nor the other way round. */
export const staffRoles = ["advisor", "compliance", "admin"] as const satisfies readonly PersonRole[];
export type StaffRole = (typeof staffRoles)[number];

/** The three faces of the product, each with its own navigation. */
export type Face = "portal" | "advisor" | "console";

export const faceOf: Readonly<Record<PersonRole, Face>> = {
  investor: "portal",
  advisor: "advisor",
  compliance: "console",
  admin: "console",
};
