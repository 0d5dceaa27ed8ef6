import type { KmsKeys } from "#lib/config/kms-config.ts";
import type { Logger } from "#lib/config/logger.ts";
import type { WorkerConfig } from "#lib/config/worker-config.ts";
import type { Database } from "#lib/db/database.ts";
import type { ConfiguredKey, KeyCatalogue } from "#lib/installation/take-key-inventory.job.ts";
import { identifyingFieldsOf } from "#lib/institutions/identifying-fields.ts";
import { bindingsOf } from "#lib/institutions/institution-binding.ts";
import type { InstitutionSource } from "#lib/institutions/institution-source.ts";
import { keyOf } from "#lib/kernel/key-name.ts";
import type { Kms } from "#lib/keys/kms.ts";
import { countKeysUnder } from "#lib/records/key-use.ts";
import { moveKeys } from "#lib/records/move-keys.ts";
import type { RecordKeySettings } from "#lib/records/record-keys.ts";
import { useOfTransport, useOfWrap } from "#lib/vault/key-use.ts";
import type { WrappingKey } from "#lib/vault/rotate-keys.job.ts";
import type { Opener } from "#lib/vault/sealer.ts";

type Config = Pick<WorkerConfig, "kms" | "vault" | "audit">;

/** What the vault needs to open, as the worker has it: the key database, the KMS and the keys' names. */
export function openerOf(
  config: Config,
  institutions: InstitutionSource,
  keyDatabase: Database,
  kms: Kms,
  log: Pick<Logger, "warn">,
): Opener {
  const { keys } = config.kms;
  let operatorKey: Promise<string> | undefined;
  return {
    ...config.vault,
    keyDatabase,
    kms,
    keysOf: (region) => namesIn(keys, region),
    receiptSigner: keys.signers.receipt,
    processorId: config.audit.origin,
    // A version's public half never changes; one that could not be had is asked for again.
    operatorKey: () => {
      operatorKey ??= kms.publicKey(keys.signers.transportKey).then(
        ({ pem }) => pem,
        (cause: unknown) => {
          operatorKey = undefined;
          throw cause;
        },
      );
      return operatorKey;
    },
    identifyingFields: identifyingFieldsOf(institutions),
    bindingOf: bindingsOf(institutions),
    warn: (event, facts) => log.warn(facts, event),
  };
}

/** What investors' keys and firms' books are wrapped with. */
export const recordKeySettingsOf = (
  { kms: { keys } }: Pick<Config, "kms">,
  { keyDatabase, kms }: Opener,
): Pick<RecordKeySettings, "keyDatabase" | "kms" | "keysOf"> => ({
  keyDatabase,
  kms,
  keysOf: (region) => namesIn(keys, region),
});

function namesIn({ regions }: KmsKeys, region: string): KmsKeys["regions"][string] {
  const found = regions[region];
  if (!found) throw new Error(`no keys are configured for region ${region}`);
  return found;
}

const overInvestors = ["records", "book"] as const;

/** What wraps investors' keys and firms' books, in every region: rotated as Lock B is. */
export const recordWrappingKeys = ({ regions }: KmsKeys, keyDatabase: Database): readonly WrappingKey[] =>
  Object.values(regions).flatMap((names) =>
    overInvestors.map((purpose): WrappingKey => {
      const keyName = names[purpose];
      return {
        keyName,
        purpose,
        count: (ctx) => countKeysUnder(ctx, keyDatabase, purpose, keyName),
        move: (ctx, present, signal) => moveKeys(ctx, keyDatabase, purpose, { keyName, present }, signal),
      };
    }),
  );

/** Every key that the configuration names, and what tells how much depends on its versions. */
export function keyCatalogueOf(
  { regions, signers }: KmsKeys,
  opener: Opener,
  kms: Pick<Kms, "inspect">,
): KeyCatalogue {
  const nothingElse = { present: null, retired: new Set<never>() };
  const ofRegions = Object.entries(regions).flatMap(([region, names]): ConfiguredKey[] => {
    const counted = (purpose: (typeof overInvestors)[number]): ConfiguredKey => ({
      keyName: names[purpose],
      purpose,
      kind: "wrapping",
      region,
      use: async (ctx) => ({
        ...nothingElse,
        counts: await countKeysUnder(ctx, opener.keyDatabase, purpose, names[purpose]),
      }),
    });
    return [
      {
        keyName: names.transport,
        purpose: "transport",
        kind: "transport",
        region,
        use: (ctx) => useOfTransport(ctx, opener, region),
      },
      {
        keyName: names.wrap,
        purpose: "wrap",
        kind: "wrapping",
        region,
        use: (ctx) => useOfWrap(ctx, opener, region),
      },
      ...overInvestors.map(counted),
    ];
  });
  const ofSigners = Object.entries(signers).map(
    ([purpose, version]): ConfiguredKey => ({
      keyName: keyOf(version),
      purpose,
      kind: "signing",
      region: null,
      use: async () => ({ ...nothingElse, counts: null, present: version }),
    }),
  );
  return { keys: [...ofRegions, ...ofSigners], inspect: kms.inspect };
}
