import { asymmetricDecrypt, asymmetricSign, decrypt, encrypt, getPublicKey } from "./crypto-methods.ts";
import type { AnyMethod } from "./method.ts";
import {
  createCryptoKeyVersion,
  destroyCryptoKeyVersion,
  restoreCryptoKeyVersion,
  updateCryptoKeyPrimaryVersion,
  updateCryptoKeyVersion,
} from "./version-methods.ts";
import { getCryptoKey, getCryptoKeyVersion, listCryptoKeys, listCryptoKeyVersions } from "./view-methods.ts";

/** What is served, by the names of google.cloud.kms.v1.KeyManagementService. The rest is UNIMPLEMENTED. */
export const methods = {
  Encrypt: encrypt,
  Decrypt: decrypt,
  AsymmetricDecrypt: asymmetricDecrypt,
  AsymmetricSign: asymmetricSign,
  GetPublicKey: getPublicKey,
  GetCryptoKey: getCryptoKey,
  GetCryptoKeyVersion: getCryptoKeyVersion,
  ListCryptoKeys: listCryptoKeys,
  ListCryptoKeyVersions: listCryptoKeyVersions,
  CreateCryptoKeyVersion: createCryptoKeyVersion,
  UpdateCryptoKeyPrimaryVersion: updateCryptoKeyPrimaryVersion,
  UpdateCryptoKeyVersion: updateCryptoKeyVersion,
  DestroyCryptoKeyVersion: destroyCryptoKeyVersion,
  RestoreCryptoKeyVersion: restoreCryptoKeyVersion,
} as const satisfies Readonly<Record<string, AnyMethod>>;

export type MethodName = keyof typeof methods;
export const methodNames = Object.keys(methods) as MethodName[];
