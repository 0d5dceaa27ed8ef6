import { sealCredential } from "#components/vault/seal-credential.ts";
import type { Context } from "#lib/access/context.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import { newId, type PersonId, type SealingId, type TenantId } from "#lib/kernel/id.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { holdInvestorKey } from "#lib/records/hold-keys.ts";
import { openRecords } from "#lib/records/open-records.ts";
import { RecordKeys } from "#lib/records/record-keys.ts";
import { storeChunks } from "#lib/records/store-chunks.ts";
import { offerSealing } from "#lib/vault/offer-sealing.ts";
import { openCredential } from "#lib/vault/open-credential.ts";
import { signTransportKey } from "#lib/vault/publish-transport-key.ts";
import { storeCredential } from "#lib/vault/store-credential.ts";
import { firstVersion } from "#sandbox/kms/demo-layout.ts";
import { type Installation, startInstallation } from "./installation.ts";
import { manyTransactions } from "./month.ts";

const region = "eu-nl";

interface Parties {
  readonly investorId: PersonId;
  readonly investor: Context;
  readonly job: Context;
}

/** How often each operation asks the KMS, as the stand-in counts it. */
export async function benchKmsCalls(): Promise<void> {
  const installation = await startInstallation();
  const counted = async (what: string, toReach: string, act: () => Promise<unknown>) => {
    installation.kms.control.clearCalls();
    await act();
    console.log(`KMS calls to ${what}: ${installation.kms.control.count()} (to reach: ${toReach})`);
  };
  try {
    const parties = await settle(installation);
    await countOfCredentials(installation, parties, counted);
    await countOfRecords(installation, parties, counted);
  } finally {
    await installation.stop();
  }
}

type Counted = (what: string, toReach: string, act: () => Promise<unknown>) => Promise<void>;

async function settle({ owner, open }: Installation): Promise<Parties> {
  const [tenantId, personId]: [TenantId, PersonId] = [newId("ten"), newId("per")];
  await owner`insert into tenants (tenant_id, name) values (${tenantId}, 'Bench')`;
  await owner`insert into people (tenant_id, person_id, role, name, email, email_key)
    values (${tenantId}, ${personId}, 'investor', 'Bench', 'bench@example.org', 'bench@example.org')`;
  const base = { clock: systemClock, requestId: "bench" };
  const proof = { sessionId: newId("ses"), authenticatedAt: systemClock.now() };
  return {
    investorId: personId,
    investor: {
      ...base,
      db: open("data", "licet_web"),
      actor: { type: "investor", tenantId, personId, ...proof },
    },
    job: { ...base, db: open("data", "licet_worker"), actor: { type: "job", tenantId, job: "bench" } },
  };
}

async function countOfCredentials(
  { kms, owner, open, connectKms }: Installation,
  { investor, job }: Parties,
  counted: Counted,
): Promise<void> {
  const [web, worker, operator] = await Promise.all((["web", "worker", "operator"] as const).map(connectKms));
  if (!web || !worker || !operator) throw new Error("the KMS is not there");
  const [key, wrap] = [kms.names.credentialTransport as KeyName, kms.names.credentialWrap as KeyName];
  const signer = firstVersion(kms.names.transportKey) as KeyVersionName;
  const until = (ms: number) => new Date(Date.now() + ms);
  const times = { notBefore: until(-60_000), notAfter: until(86_400_000) };
  const statement = await signTransportKey(operator, { region, key, kid: "1", signer, ...times });
  await owner`insert into transport_keys (region, kid, statement) values (${region}, '1', ${statement})`;

  const { pem } = await operator.publicKey(signer);
  const offer = await offerSealing(investor, pem, region, { institutionId: "sandbox-retail" });
  const input = {
    sealingId: offer.sealingId as SealingId,
    sealed: await sealCredential(offer, { userId: "nora", pin: "12345" }, new Date()),
  };
  const keysOf = () => ({ transport: key, wrap });
  const bindingOf = () => "a".repeat(64);
  const sealer = { keyDatabase: open("keys", "licet_web"), kms: web, keysOf, bindingOf };
  let stored: Awaited<ReturnType<typeof storeCredential>> | undefined;
  await counted("seal and store a credential", "1", async () => {
    stored = await storeCredential(investor, sealer, input);
  });
  const opener = {
    keyDatabase: open("keys", "licet_worker"),
    kms: worker,
    keysOf,
    bindingOf,
    receiptSigner: firstVersion(kms.names.receipt) as KeyVersionName,
    processorId: "bench/audit",
    operatorKey: async () => pem,
    openingsPerMinute: 100,
    openingsNorm: 100,
    keyBackupDays: 7,
    identifyingFields: () => ["userId"],
    warn: () => {},
  };
  await counted("open a credential", "2", async () => {
    if (stored) await openCredential(job, opener, stored, "refresh");
  });
}

async function countOfRecords(
  { kms, open, connectKms }: Installation,
  { investorId, investor, job }: Parties,
  counted: Counted,
): Promise<void> {
  const keysOf = () => ({ records: kms.names.records as KeyName, book: kms.names.book as KeyName });
  const keysAs = async (caller: "web" | "worker") => {
    const role = caller === "web" ? "licet_reader" : "licet_opener";
    const keyDatabase = open("keys", `licet_${caller}`);
    const keys = new RecordKeys({ keyDatabase, kms: await connectKms(caller), keysOf, role });
    await keys.listening();
    return keys;
  };
  const [worker, web] = [await keysAs("worker"), await keysAs("web")];
  const about = { connectionId: newId("cnx"), accountId: newId("acc"), cluster: "transactions" } as const;
  const store = async (month: number) => {
    using key = await holdInvestorKey(job, worker, investorId);
    const [from, to] = [month, month + 1].map((one) => `2026-${String(one).padStart(2, "0")}-01`) as [
      string,
      string,
    ];
    const chunk = { ...about, from, to, asOf: new Date(), records: manyTransactions(60) };
    await inTransaction(job, (tx) => storeChunks(tx, job, key, [chunk]));
  };
  await counted("store an investor's first records", "2", () => store(1));
  await counted("store ten months more", "0", async () => {
    for (let month = 2; month < 12; month++) await store(month);
  });
  await counted("open eleven months, the first time in a process", "1", () =>
    openRecords(investor, web, { investorId }),
  );
  await counted("open them again", "0", () => openRecords(investor, web, { investorId }));
  await Promise.all([worker.close(), web.close()]);
}
