import { text } from "node:stream/consumers";
import { inTransaction } from "#lib/access/transaction.ts";
import type { Connector } from "#lib/aspsp/connector.ts";
import type { DialogReply, DialogStep } from "#lib/aspsp/dialog.ts";
import type { LinkRequest } from "#lib/aspsp/link-request.ts";
import { claimAuthorisation } from "#lib/authorisation/claim-authorisation.ts";
import { keepDialogs } from "#lib/authorisation/keep-dialogs.ts";
import { showStep } from "#lib/authorisation/show-step.ts";
import { startRelay } from "#lib/authorisation/start-relay.ts";
import { createLogger } from "#lib/config/logger.ts";
import { openDatabase } from "#lib/db/database.ts";
import { beat } from "#lib/jobs/heartbeat.ts";
import { systemClock } from "#lib/kernel/clock.ts";
import type { AuthorisationId, TenantId } from "#lib/kernel/id.ts";
import { Secret } from "#lib/kernel/secret.ts";

/** What a worker that will be killed is told: which dialog it leads, and how it reaches the database and is reached. */
export interface DialogPlan {
  readonly tenantId: TenantId;
  readonly authorisationId: AuthorisationId;
  readonly workerId: string;
  readonly dataUrl: string;
  readonly ca: string;
  readonly tls: { readonly certificate: string; readonly privateKey: string; readonly authority: string };
}

const plan: DialogPlan = JSON.parse(await text(process.stdin));
const { authorisationId, workerId, tenantId } = plan;
const log = createLogger("worker", "trace");
const db = openDatabase({ url: new Secret(plan.dataUrl), ca: plan.ca }, { size: 2, name: "licet-worker" });
const base = { db, clock: systemClock, requestId: "dialog" };
const ctx = { ...base, actor: { type: "job", job: "connections.link", tenantId } as const };

const method = { id: "sms", kind: "sms" as const, name: "SMS", explanation: null };
const asked: DialogStep = {
  ...{ kind: "enterCode", message: "Enter it", method, methods: [method], canResend: false, problem: null },
  ...{ expiresAt: null, attemptsLeft: 3, data: [], format: "characters", maxLength: null },
  dialog: new Secret<object>({}),
};
/** A bank that has got the code and takes its time to say what it thinks of it. */
const bank = {
  begin: async () => asked,
  resume: (_dialog: unknown, reply: DialogReply) => {
    log.info({ reply }, "bank.heard");
    return new Promise<DialogStep>(() => {});
  },
  cancel: async () => undefined,
} as unknown as Connector;

const keeper = keepDialogs(systemClock);
const tls = { ...plan.tls, privateKey: new Secret(plan.tls.privateKey) };
const listen = { host: "127.0.0.1", port: 0, name: "127.0.0.1" };
const relay = await startRelay(keeper.deliver, { tls, listen });
await beat({ ...base, actor: { type: "system", job: "heartbeat" } }, workerId, new Date());
const claimed = await claimAuthorisation(ctx, {
  authorisationId,
  worker: { workerId, address: relay.address },
});
if (!claimed) throw new Error("nobody else claims it here");
void keeper.run({
  ...{ authorisationId, connector: bank, request: {} as LinkRequest },
  show: (shown) => inTransaction(ctx, (tx) => showStep(tx, ctx, { authorisationId, workerId, shown })),
});
