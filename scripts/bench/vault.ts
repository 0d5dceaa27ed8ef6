import { benchCredentials } from "./vault/credentials.ts";
import { benchKmsCalls } from "./vault/kms-calls.ts";
import { benchRecords } from "./vault/records.ts";

/** What is sealed beside the bare cryptography that it contains, in the same run, and how often the KMS is asked. */
export default async function benchVault(): Promise<void> {
  benchCredentials();
  benchRecords();
  await benchKmsCalls();
}
