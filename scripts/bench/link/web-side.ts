import { sealCredential } from "#components/vault/seal-credential.ts";
import type { PersonActor } from "#lib/access/actor.ts";
import type { Context } from "#lib/access/context.ts";
import { takeTurn } from "#lib/access/rate-limit.ts";
import { answerAuthorisation } from "#lib/authorisation/answer-authorisation.ts";
import { authorisationChannel } from "#lib/authorisation/channel.ts";
import { sendAnswer } from "#lib/authorisation/send-answer.ts";
import type { AuthorisationView } from "#lib/authorisation/view.ts";
import { watchAuthorisation } from "#lib/authorisation/watch-authorisation.ts";
import { readWebConfig } from "#lib/config/web-config.ts";
import type { Begun } from "#lib/connections/begin-link.ts";
import { beginLinkWhereClear } from "#lib/connections/begin-link-where-clear.ts";
import { closeDatabase, openDatabase } from "#lib/db/database.ts";
import { listen } from "#lib/db/listen.ts";
import { bindingsOf } from "#lib/institutions/institution-binding.ts";
import { watchInstitutions } from "#lib/institutions/watch-institutions.ts";
import { connectKms } from "#lib/keys/kms.ts";
import { RecordKeys } from "#lib/records/record-keys.ts";
import { offerSealing } from "#lib/vault/offer-sealing.ts";
import { StoreCredential, storeCredential } from "#lib/vault/store-credential.ts";
import { demoPassword } from "#sandbox/bank/family/people.ts";

export type Investor = Context<PersonActor>;
type Answer = Parameters<typeof answerAuthorisation>[2]["answer"];

export const presentPerson = { ipAddress: "203.0.113.7", userAgent: "Mozilla/5.0", language: "es" as const };
const institutionId = "sandbox-retail";
const answersPerPerson = { name: "authorisation.answer", limit: 300, windowSeconds: 15 * 60 };

export type WebSide = Awaited<ReturnType<typeof openWebSide>>;

/** What the web process does for somebody who links a bank, with its logins, pools, keys and certificates. */
export async function openWebSide(environment: Readonly<Record<string, string>>) {
  const config = readWebConfig(environment);
  const { data, key } = config.databases;
  const db = openDatabase(data, { size: 10, name: "licet-bench" });
  const keyDatabase = openDatabase(key, { size: 2, name: "licet-bench" });
  const kms = await connectKms(config.kms.address);
  const signer = (await kms.publicKey(config.kms.keys.signers.transportKey)).pem;
  const institutions = watchInstitutions(config.institutions, { info: () => {}, error: () => {} });
  const keysOf = (region: string) => {
    const found = config.kms.keys.regions[region];
    if (!found) throw new Error(`no keys for ${region}`);
    return found;
  };
  const sealer = { keyDatabase, kms, keysOf, bindingOf: bindingsOf(institutions) };
  const keys = new RecordKeys({ keyDatabase, kms, keysOf, role: "licet_reader" });
  const onlookers = new Map<string, () => void>();
  const ready = Promise.withResolvers<void>();
  const listening = listen(db, authorisationChannel, {
    notice: (authorisationId) => onlookers.get(authorisationId)?.(),
    connected: ready.resolve,
    broken: () => {},
  });
  await ready.promise;

  return {
    db,
    keys,
    /** What the browser posts. */
    async seal(ctx: Investor, userName: string): Promise<StoreCredential> {
      const offer = await offerSealing(ctx, signer, "eu-nl", { institutionId });
      const sealed = await sealCredential(offer, { userId: userName, pin: demoPassword }, new Date());
      return StoreCredential.parse({ sealingId: offer.sealingId, sealed });
    },
    /** As the form's action does it. */
    async submit(ctx: Investor, sealed: StoreCredential): Promise<Begun> {
      const credentialId = await storeCredential(ctx, sealer, sealed);
      const beginning = await beginLinkWhereClear(ctx, { credentialId, person: presentPerson });
      if (beginning.kind !== "begun") throw new Error(`a link was not begun: ${beginning.kind}`);
      return beginning;
    },
    async answer(ctx: Investor, { id, step }: AuthorisationView, answer: Answer): Promise<void> {
      await takeTurn(ctx, answersPerPerson, ctx.actor.personId);
      const relay: Parameters<typeof answerAuthorisation>[1] = (relayed, address) =>
        sendAnswer(relayed, address, config.relay);
      const authorisationId = id as Begun["authorisationId"];
      await answerAuthorisation(ctx, relay, { authorisationId, step, answer });
    },
    /** Looks when it is noticed, like an open page, until there is what is waited for; and says when it was there. */
    async seen(
      ctx: Investor,
      authorisationId: Begun["authorisationId"],
      isIt: (view: AuthorisationView) => boolean,
    ): Promise<{ readonly view: AuthorisationView; readonly at: number }> {
      let wake = () => {};
      let isDue = false;
      onlookers.set(authorisationId, () => {
        isDue = true;
        wake();
      });
      for (;;) {
        const view = await watchAuthorisation(ctx, authorisationId);
        if (view.failure) throw new Error(`a link has failed: ${view.failure.reason}`);
        if (isIt(view)) return { view, at: Date.now() };
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (isDue) resolve();
          setTimeout(resolve, lookEveryMs);
        });
        isDue = false;
      }
    },
    async close(): Promise<void> {
      institutions.stop();
      await listening.close();
      await keys.close();
      await kms.close();
      await Promise.all([closeDatabase(db), closeDatabase(keyDatabase)]);
    },
  };
}

/** As the stream of a page does. */
const lookEveryMs = 900;
