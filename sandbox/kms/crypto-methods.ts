import { enabledVersion } from "./key.ts";
import {
  ciphertextOverhead,
  decryptOaep,
  decryptWith,
  encryptWith,
  publicKeyOf,
  signEd25519,
  versionInside,
} from "./key-material.ts";
import { keyOf, type Method, named, versionIn } from "./method.ts";
import { versionName } from "./names.ts";
import { failedPrecondition, invalidArgument } from "./status.ts";
import { type Checksum, checksumOf, ciphertextLimit, limited, protectionLevel, verified } from "./wire.ts";

interface Encrypt {
  readonly name: string;
  readonly plaintext: Buffer;
  readonly plaintextCrc32c: Checksum;
  readonly additionalAuthenticatedData: Buffer;
  readonly additionalAuthenticatedDataCrc32c: Checksum;
}

export const encrypt: Method<Encrypt> = {
  level: "keyOrVersion",
  nameIn: named,
  right: "encrypt",
  permission: "cloudkms.cryptoKeyVersions.useToEncrypt",
  answer: (call) => {
    const { plaintext, additionalAuthenticatedData: aad, ...request } = call.request;
    limited("plaintext", plaintext);
    limited("additional_authenticated_data", aad);
    const verifiedPlaintextCrc32c = verified("plaintext", plaintext, request.plaintextCrc32c);
    const verifiedAdditionalAuthenticatedDataCrc32c = verified(
      "additional_authenticated_data",
      aad,
      request.additionalAuthenticatedDataCrc32c,
    );
    const key = keyOf(call);
    const id = call.target.version ?? key.primary;
    if (id === null) throw failedPrecondition(`${key.name} has no primary version.`);
    const { material } = enabledVersion(key, id);
    const ciphertext = encryptWith(material, key.name, id, plaintext, aad);
    return {
      name: versionName(key.name, id),
      ciphertext,
      ciphertextCrc32c: checksumOf(ciphertext),
      verifiedPlaintextCrc32c,
      verifiedAdditionalAuthenticatedDataCrc32c,
      protectionLevel,
    };
  },
};

interface Decrypt {
  readonly name: string;
  readonly ciphertext: Buffer;
  readonly ciphertextCrc32c: Checksum;
  readonly additionalAuthenticatedData: Buffer;
  readonly additionalAuthenticatedDataCrc32c: Checksum;
}

export const decrypt: Method<Decrypt> = {
  level: "key",
  nameIn: named,
  right: "decrypt",
  permission: "cloudkms.cryptoKeyVersions.useToDecrypt",
  answer: (call) => {
    const { ciphertext, additionalAuthenticatedData: aad, ...request } = call.request;
    limited("ciphertext", ciphertext, ciphertextLimit(ciphertextOverhead));
    limited("additional_authenticated_data", aad);
    verified("ciphertext", ciphertext, request.ciphertextCrc32c);
    verified("additional_authenticated_data", aad, request.additionalAuthenticatedDataCrc32c);
    const key = keyOf(call);
    const id = versionInside(ciphertext, key.name);
    // A number that was never given out is a forgery, not a missing version.
    if (!key.versions[id - 1]) throw invalidArgument("Decryption failed: the ciphertext is invalid.");
    const plaintext = decryptWith(enabledVersion(key, id).material, ciphertext, aad);
    return {
      plaintext,
      plaintextCrc32c: checksumOf(plaintext),
      usedPrimary: id === key.primary,
      protectionLevel,
    };
  },
};

interface AsymmetricDecrypt {
  readonly name: string;
  readonly ciphertext: Buffer;
  readonly ciphertextCrc32c: Checksum;
}

export const asymmetricDecrypt: Method<AsymmetricDecrypt> = {
  level: "version",
  nameIn: named,
  right: "asymmetricDecrypt",
  permission: "cloudkms.cryptoKeyVersions.useToDecrypt",
  answer: (call) => {
    const { ciphertext, ciphertextCrc32c } = call.request;
    const verifiedCiphertextCrc32c = verified("ciphertext", ciphertext, ciphertextCrc32c);
    const key = keyOf(call);
    const { id, material } = enabledVersion(key, versionIn(call.target));
    const plaintext = decryptOaep(call.store.privateKey(key, id, material), ciphertext);
    return {
      plaintext,
      plaintextCrc32c: checksumOf(plaintext),
      verifiedCiphertextCrc32c,
      protectionLevel,
    };
  },
};

interface AsymmetricSign {
  readonly name: string;
  readonly digest: object | null;
  readonly digestCrc32c: Checksum;
  readonly data: Buffer;
  readonly dataCrc32c: Checksum;
}

export const asymmetricSign: Method<AsymmetricSign> = {
  level: "version",
  nameIn: named,
  right: "sign",
  permission: "cloudkms.cryptoKeyVersions.useToSign",
  answer: (call) => {
    const { digest, digestCrc32c, data, dataCrc32c } = call.request;
    if (digest || digestCrc32c) {
      throw invalidArgument("EC_SIGN_ED25519 signs the data itself: give data, not a digest.");
    }
    if (data.length === 0) throw invalidArgument("The request has neither a digest nor data.");
    limited("data", data);
    const verifiedDataCrc32c = verified("data", data, dataCrc32c);
    const key = keyOf(call);
    const { id, material } = enabledVersion(key, versionIn(call.target));
    const signature = signEd25519(call.store.privateKey(key, id, material), data);
    return {
      signature,
      signatureCrc32c: checksumOf(signature),
      verifiedDataCrc32c,
      name: versionName(key.name, id),
      protectionLevel,
    };
  },
};

interface GetPublicKey {
  readonly name: string;
  readonly publicKeyFormat: string;
}

export const getPublicKey: Method<GetPublicKey> = {
  level: "version",
  nameIn: named,
  right: "viewPublicKey",
  permission: "cloudkms.cryptoKeyVersions.viewPublicKey",
  answer: (call) => {
    const format = call.request.publicKeyFormat;
    if (format !== "PUBLIC_KEY_FORMAT_UNSPECIFIED" && format !== "PEM") {
      throw invalidArgument(`public_key_format ${format} is not available for this key; PEM is.`);
    }
    const key = keyOf(call);
    const { id, material } = enabledVersion(key, versionIn(call.target));
    const pem = publicKeyOf(call.store.privateKey(key, id, material)).export({ format: "pem", type: "spki" });
    const bytes = Buffer.from(pem);
    return {
      pem: bytes.toString(),
      algorithm: key.algorithm,
      pemCrc32c: checksumOf(bytes),
      name: versionName(key.name, id),
      protectionLevel,
      ...(format === "PEM" && {
        publicKeyFormat: format,
        publicKey: { data: bytes, crc32cChecksum: checksumOf(bytes) },
      }),
    };
  },
};
