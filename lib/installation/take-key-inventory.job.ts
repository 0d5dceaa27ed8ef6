import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { appendAudit } from "#lib/audit/append.ts";
import { handle } from "#lib/jobs/handler.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { keyStateChanged } from "./audit-events.ts";
import { takeKeyInventory } from "./jobs.ts";
import { type InventoryRow, readFindings, saveInventory } from "./key-inventory-repository.ts";
import { type KeyVersionFacts, keyStateOf, nextStepOf } from "./key-state.ts";

/** A key that the configuration names. */
export interface ConfiguredKey {
  readonly keyName: KeyName;
  readonly purpose: string;
  readonly kind: KeyVersionFacts["kind"];
  readonly region: string | null;
  /** What depends on its versions. */
  readonly use: (ctx: Context) => Promise<Use>;
}

interface Use {
  /** How much only a version opens; `null` where that is not counted. */
  readonly counts: ReadonlyMap<KeyVersionName, number> | null;
  /** The version that is used from now on; `null` where the KMS says it. */
  readonly present: KeyVersionName | null;
  readonly retired: ReadonlySet<KeyVersionName>;
}

/** The KMS, as far as a viewer sees it. */
export interface KeyCatalogue {
  readonly keys: readonly ConfiguredKey[];
  readonly inspect: (key: KeyName) => Promise<Inspection>;
}

interface Inspection {
  readonly primary: KeyVersionName | null;
  readonly versions: readonly {
    readonly name: KeyVersionName;
    readonly state: string;
    readonly algorithm: string;
    readonly protectionLevel: string;
    readonly createdAt: Date | null;
    readonly destroysAt: Date | null;
  }[];
}

/** An inventory is taken whole or not at all: one that a silent KMS left half-done would pass for complete. */
export const takeKeyInventoryHandler = (catalogue: KeyCatalogue) =>
  handle({
    job: takeKeyInventory,
    authorise: async () => ({ run: true }),
    run: async (ctx, _payload, signal) => {
      requirePermission(ctx, "keys.list");
      const seen: Seen[] = [];
      for (const key of catalogue.keys) {
        signal.throwIfAborted();
        seen.push(...(await lookAt(ctx, catalogue, key)));
      }
      const asOf = ctx.clock.now();
      await inTransaction(ctx, async (tx) => {
        const findings = await readFindings(tx);
        const rows = seen.map((one) => {
          const finding = findings.get(one.row.kmsVersion);
          const facts = { ...one.facts, isCompromised: Boolean(finding?.compromisedAt) };
          return { ...one.row, asOf, state: keyStateOf(facts), nextStep: nextStepOf(facts) };
        });
        await saveInventory(tx, rows, asOf);
        for (const { kmsVersion: keyVersion, state: after } of rows) {
          const before = findings.get(keyVersion)?.state ?? null;
          if (before !== after) await appendAudit(tx, ctx, keyStateChanged({ keyVersion, before, after }));
        }
      });
    },
  });

interface Seen {
  readonly row: Omit<InventoryRow, "asOf" | "state" | "nextStep">;
  readonly facts: Omit<KeyVersionFacts, "isCompromised">;
}

async function lookAt(ctx: Context, catalogue: KeyCatalogue, key: ConfiguredKey): Promise<readonly Seen[]> {
  const { keyName, purpose, region, kind } = key;
  const { primary, versions } = await catalogue.inspect(keyName);
  const use = await key.use(ctx);
  const present = use.present ?? primary;
  return versions.map(({ name, state: kmsState, ...version }) => {
    const inUse = use.counts ? (use.counts.get(name) ?? 0) : null;
    const place = placeOf(name, present);
    return {
      row: {
        ...version,
        kmsVersion: name,
        keyName,
        purpose,
        region,
        kmsState,
        isPrimary: name === present,
        inUse,
      },
      facts: { kmsState, place, kind, inUse, isRetired: use.retired.has(name) },
    };
  });
}

function placeOf(name: KeyVersionName, present: KeyVersionName | null): KeyVersionFacts["place"] {
  if (name === present) return "present";
  return present === null || numberOf(name) > numberOf(present) ? "later" : "earlier";
}

const numberOf = (name: KeyVersionName): number => Number(name.slice(name.lastIndexOf("/") + 1));
