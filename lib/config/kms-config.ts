import { readFileSync } from "node:fs";
import { z } from "zod";
import { keyNameSchema, keyVersionNameSchema } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { fileContent, requireTogether, text } from "./environment.ts";

/** The keys that an installation names: per region those that open and seal, and the versions that sign. */
const keysSchema = z.strictObject({
  regions: z.record(
    z.string().regex(/^[a-z]{2}-[a-z]{2,}$/),
    z.strictObject({
      /** Lock A: RSA_DECRYPT_OAEP_4096_SHA256. */
      transport: keyNameSchema,
      /** Lock B: wraps the credentials' data keys. */
      wrap: keyNameSchema,
      /** Wraps the data key of each investor's bank records. */
      records: keyNameSchema,
      /** Wraps the data key of each firm's summaries. */
      book: keyNameSchema,
    }),
  ),
  signers: z.strictObject({
    receipt: keyVersionNameSchema,
    /** Ed25519: signs the audit log's checkpoints. */
    auditCheckpoint: keyVersionNameSchema,
    /** The operator's: browsers seal to no key that it has not signed. */
    transportKey: keyVersionNameSchema,
  }),
});
export type KmsKeys = z.output<typeof keysSchema>;

const keysWanted = "the path of a JSON file that names the KMS keys (docs/kms.md)";

export const kmsVariables = {
  LICET_KMS_ENDPOINT: z
    .string()
    .regex(/^[a-z0-9.-]+:\d{1,5}$/, {
      error: "is wrong: it wants host:port, or nothing for Google Cloud KMS itself",
    })
    .optional(),
  LICET_KMS_CA: fileContent("the path of the authority (PEM) of that endpoint's certificate").optional(),
  LICET_KMS_TOKEN: text("this process's own token at that endpoint").optional(),
  LICET_KMS_KEYS: z.string({ error: `is missing: it wants ${keysWanted}` }).transform((path, ctx) => {
    const keys = readKeys(path);
    if (keys) return keys;
    ctx.addIssue({ code: "custom", message: `is wrong: it wants ${keysWanted}` });
    return z.NEVER;
  }),
};

function readKeys(path: string): KmsKeys | null {
  try {
    return keysSchema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return null;
  }
}

/** Which KMS this process speaks to and as whom. Without an endpoint: Google's own, with the process's service account. */
export function toKms(read: {
  LICET_KMS_ENDPOINT?: string | undefined;
  LICET_KMS_CA?: string | undefined;
  LICET_KMS_TOKEN?: string | undefined;
  LICET_KMS_KEYS: KmsKeys;
}) {
  requireTogether(read, ["LICET_KMS_ENDPOINT", "LICET_KMS_CA", "LICET_KMS_TOKEN"]);
  const { LICET_KMS_ENDPOINT: endpoint, LICET_KMS_CA: ca, LICET_KMS_TOKEN: token } = read;
  const [host, port] = endpoint?.split(":") ?? [];
  return {
    address: {
      endpoint:
        host && port && ca && token ? { host, port: Number(port), ca, token: new Secret(token) } : null,
    },
    keys: read.LICET_KMS_KEYS,
  };
}
