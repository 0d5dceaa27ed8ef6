import { afterAll, beforeAll } from "vitest";
import { sealCredential } from "#components/vault/seal-credential.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { closeDatabase, type Database, openDatabase } from "#lib/db/database.ts";
import type { CredentialId } from "#lib/kernel/id.ts";
import type { KeyName, KeyVersionName } from "#lib/kernel/key-name.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { connectKms, type Kms, kmsClient } from "#lib/keys/kms.ts";
import { type Resilience, usualResilience } from "#lib/keys/resilience.ts";
import { offerSealing } from "#lib/vault/offer-sealing.ts";
import { signTransportKey } from "#lib/vault/publish-transport-key.ts";
import type { Opener, Sealer } from "#lib/vault/sealer.ts";
import { storeCredential } from "#lib/vault/store-credential.ts";
import { firstVersion } from "#sandbox/kms/demo-layout.ts";
import { type KmsForTest, startKmsForTest } from "#sandbox/kms/start-for-test.ts";
import { testLogOrigin } from "./audit-log.ts";
import type { TestDatabase } from "./database.ts";

export const testRegion = "eu-nl";
/** Where accesses to the bank of these tests go. */
export const testBinding = "b".repeat(64);

/** Fast enough to fail in a test, with everything else as in production. */
const impatient: Resilience = { ...usualResilience, attempts: 2, breakAfter: 4, pauseMs: 300 };

/** The vault as web and worker have it, on this file's databases and a KMS of its own. */
export function testVault(database: TestDatabase) {
  let kms: KmsForTest;
  let webKms: Kms;
  let workerKms: Kms;
  let operatorKms: Kms;
  let webKeys: Database;
  let workerKeys: Database;
  let signerPem = "";

  const address = (token: string) => ({
    endpoint: { host: "localhost", port: kms.port, ca: kms.ca, token: new Secret(token) },
  });
  const connectAs = (token: string, more: Partial<Resilience> = {}): Promise<Kms> =>
    connectKms(address(token), { ...impatient, ...more });

  const keysOf = () => ({
    transport: kms.names.credentialTransport as KeyName,
    wrap: kms.names.credentialWrap as KeyName,
  });

  beforeAll(async () => {
    kms = await startKmsForTest();
    [webKms, workerKms, operatorKms] = await Promise.all([
      connectAs(kms.tokens.web),
      connectAs(kms.tokens.worker),
      connectAs(kms.tokens.operator),
    ]);
    const open = (login: "licet_web" | "licet_worker") =>
      openDatabase(
        { url: new Secret(database.url("keys", login)), ca: database.ca },
        { size: 8, name: login },
      );
    webKeys = open("licet_web");
    workerKeys = open("licet_worker");
    const signer = firstVersion(kms.names.transportKey) as KeyVersionName;
    signerPem = (await operatorKms.publicKey(signer)).pem;
    await publish("1");
  }, 60_000);

  /** What the operator does with a version that is there. */
  const publish = async (kid: string): Promise<void> => {
    const statement = await signTransportKey(operatorKms, {
      region: testRegion,
      key: keysOf().transport,
      kid,
      signer: firstVersion(kms.names.transportKey) as KeyVersionName,
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 86_400_000),
    });
    const owner = database.connect("data", "licet_owner");
    await owner`insert into transport_keys (region, kid, statement) values (${testRegion}, ${kid}, ${statement})`;
    await owner.end();
  };

  afterAll(async () => {
    await Promise.all([webKms.close(), workerKms.close(), operatorKms.close()]);
    await Promise.all([closeDatabase(webKeys), closeDatabase(workerKeys)]);
    await kms.close();
  });

  const bindingOf = () => testBinding;
  const sealer = (): Sealer => ({ keyDatabase: webKeys, kms: webKms, keysOf, bindingOf });

  return {
    get kms() {
      return kms;
    },
    get workerKms() {
      return workerKms;
    },
    get webKms() {
      return webKms;
    },
    get operatorKms() {
      return operatorKms;
    },
    get signerPem() {
      return signerPem;
    },
    connectAs,
    sealer,
    /** What the administrator of Lock B's ring does: a new version that wraps from now on. */
    async rotateWrap(): Promise<void> {
      const admin = await kmsClient(address(kms.tokens.lockBAdmin));
      const name = keysOf().wrap;
      const [version] = await admin.createCryptoKeyVersion({ parent: name, cryptoKeyVersion: {} });
      const cryptoKeyVersionId = version.name?.split("/").at(-1) ?? "";
      await admin.updateCryptoKeyPrimaryVersion({ name, cryptoKeyVersionId });
      await admin.close();
    },
    /** What the administrator of Lock A's ring and then the operator do: a new version that browsers seal to. */
    async rotateTransport(): Promise<string> {
      const admin = await kmsClient(address(kms.tokens.lockAAdmin));
      const [{ name }] = await admin.createCryptoKeyVersion({
        parent: keysOf().transport,
        cryptoKeyVersion: {},
      });
      await admin.close();
      const isMade = () =>
        workerKms.publicKey(name as KeyVersionName).then(
          () => true,
          () => false,
        );
      while (!(await isMade())) await new Promise((done) => setTimeout(done, 200));
      const kid = name?.split("/").at(-1) ?? "";
      await publish(kid);
      return kid;
    },
    /** As an administrator of one of the locks' rings. */
    async administer(
      ring: "lockA" | "lockB",
      act: (admin: Awaited<ReturnType<typeof kmsClient>>) => Promise<unknown>,
    ): Promise<void> {
      const admin = await kmsClient(address(kms.tokens[`${ring}Admin`]));
      await act(admin);
      await admin.close();
    },
    opener: (more: Partial<Opener> = {}): Opener => ({
      keyDatabase: workerKeys,
      kms: workerKms,
      keysOf,
      bindingOf,
      receiptSigner: firstVersion(kms.names.receipt) as KeyVersionName,
      processorId: testLogOrigin,
      operatorKey: async () => signerPem,
      openingsPerMinute: 10_000,
      openingsNorm: 5_000,
      keyBackupDays: 7,
      identifyingFields: () => ["userId"],
      warn: () => {},
      ...more,
    }),
    /** Seals as a browser does; what it returns is what the browser posts. */
    async seal(ctx: Context<PersonActor>, fields: Record<string, string>) {
      const offer = await offerSealing(ctx, signerPem, testRegion, { institutionId: "sandbox-retail" });
      return { sealingId: offer.sealingId, sealed: await sealCredential(offer, fields, new Date()) };
    },
    async store(ctx: Context<PersonActor>, fields: Record<string, string>): Promise<CredentialId> {
      const { sealingId, sealed } = await this.seal(ctx, fields);
      return storeCredential(ctx, sealer(), { sealingId: sealingId as never, sealed });
    },
  };
}
