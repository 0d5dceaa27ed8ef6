import type { Context } from "#lib/access/context.ts";
import { requirePermission } from "#lib/access/permissions.ts";
import { inTransaction } from "#lib/access/transaction.ts";
import { needAfter } from "#lib/connections/judge-failure.ts";
import { type ClientBanks, listClientBanks } from "#lib/connections/list-client-banks.ts";
import { listAdvisorNames } from "#lib/consent/list-advisor-names.ts";
import { listConsents } from "#lib/consent/read-consents.ts";
import { reminderDays } from "#lib/consent/validity.ts";
import type { ConsentView } from "#lib/consent/view.ts";
import { AppError } from "#lib/kernel/errors.ts";
import type { PersonId } from "#lib/kernel/id.ts";
import { type Ask, notBefore } from "./ask.ts";
import { listAsksOf } from "./repository.ts";
import type { AskableView, ClientAsksView } from "./view.ts";

type Item = Pick<AskableView, "what" | "about" | "validUntil">;

/**
 * What waits at a client for the client alone, and when they were last asked for it: consents that end soon, and banks
 * that ask for them. No bank data is in it, so nothing of it is noted.
 */
export async function readAskable(ctx: Context, investorId: PersonId): Promise<ClientAsksView> {
  requirePermission(ctx, "client.ask");
  const consents = (await listConsents(ctx)).filter(({ investor }) => investor.id === investorId);
  const [consent] = consents;
  if (!consent) throw new AppError("consent.not_found", { investorId });
  const { banks, asks, names } = await inTransaction(ctx, async (tx) => ({
    banks: await listClientBanks(tx, ctx, investorId),
    asks: await listAsksOf(tx, investorId),
    names: await listAdvisorNames(tx, ctx),
  }));
  const now = ctx.clock.now();
  const items = [...consents.filter((one) => endsSoon(one)).map(toRenewal), ...toConfirm(banks)];
  return {
    client: { id: investorId, name: consent.investor.name },
    askable: items.map((item) => {
      const last = asks.find(({ what, about }) => what === item.what && about === item.about) ?? null;
      return {
        ...item,
        last: last && toLast(last, names),
        notBefore: notBefore(last, now)?.toISOString() ?? null,
      };
    }),
  };
}

const dayMs = 86_400_000;

/** From the day of the first reminder on. */
const endsSoon = ({ isInForce, validUntil, asOf }: ConsentView): boolean =>
  isInForce && validUntil !== null && Date.parse(validUntil) - Date.parse(asOf) <= reminderDays[0] * dayMs;

const toRenewal = ({ id, validUntil }: ConsentView): Item => ({ what: "renew", about: id, validUntil });

/** Banks at which the last reading of something that is shared failed for want of the client. */
function toConfirm({ accounts, products }: ClientBanks): readonly Item[] {
  const waiting = new Set(
    products.flatMap(({ accountId, state, reason }) =>
      state === "failed" && reason !== null && needAfter(reason) !== null ? [accountId] : [],
    ),
  );
  const banks = accounts.flatMap(({ accountId, institutionId }) =>
    waiting.has(accountId) ? [institutionId] : [],
  );
  return [...new Set(banks)].map((about) => ({ what: "confirm", about, validUntil: null }));
}

const toLast = ({ askedAt, askedBy }: Ask, names: ReadonlyMap<string, string>) => ({
  at: askedAt.toISOString(),
  by: names.get(askedBy) ?? null,
});
