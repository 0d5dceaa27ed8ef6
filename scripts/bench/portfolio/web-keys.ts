import type { KeyName } from "#lib/kernel/key-name.ts";
import { RecordKeys } from "#lib/records/record-keys.ts";
import type { Installation } from "../vault/installation.ts";

/** What opens records in the process that makes pages. */
export async function openWebKeys({ kms, connectKms, open }: Installation): Promise<RecordKeys> {
  const keys = new RecordKeys({
    keyDatabase: open("keys", "licet_web"),
    kms: await connectKms("web"),
    keysOf: () => ({ records: kms.names.records as KeyName, book: kms.names.book as KeyName }),
    role: "licet_reader",
  });
  await keys.listening();
  return keys;
}
