export const purposes = ["ENCRYPT_DECRYPT", "ASYMMETRIC_DECRYPT", "ASYMMETRIC_SIGN"] as const;
export type Purpose = (typeof purposes)[number];

export const algorithms = [
  "GOOGLE_SYMMETRIC_ENCRYPTION",
  "RSA_DECRYPT_OAEP_4096_SHA256",
  "EC_SIGN_ED25519",
] as const;
export type Algorithm = (typeof algorithms)[number];

/** What a caller may be let do with one key. `view` is its and its versions' metadata. */
export const grants = ["encrypt", "decrypt", "asymmetricDecrypt", "sign", "viewPublicKey", "view"] as const;
export type Grant = (typeof grants)[number];

/** The grants that use the key itself, which nobody has who administers keys. */
export const uses: readonly Grant[] = ["encrypt", "decrypt", "asymmetricDecrypt", "sign"];

export const algorithmOf: Readonly<Record<Purpose, Algorithm>> = {
  ENCRYPT_DECRYPT: "GOOGLE_SYMMETRIC_ENCRYPTION",
  ASYMMETRIC_DECRYPT: "RSA_DECRYPT_OAEP_4096_SHA256",
  ASYMMETRIC_SIGN: "EC_SIGN_ED25519",
};

export const grantsOf: Readonly<Record<Purpose, readonly Grant[]>> = {
  ENCRYPT_DECRYPT: ["encrypt", "decrypt", "view"],
  ASYMMETRIC_DECRYPT: ["asymmetricDecrypt", "viewPublicKey", "view"],
  ASYMMETRIC_SIGN: ["sign", "viewPublicKey", "view"],
};
