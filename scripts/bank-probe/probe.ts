import type { AccessGrant } from "#lib/aspsp/access-grant.ts";
import type { Connector } from "#lib/aspsp/connector.ts";
import type { DialogState, DialogStep } from "#lib/aspsp/dialog.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { PersonPresent } from "#lib/aspsp/link-request.ts";
import type {
  AspspAccount,
  AspspBalance,
  AspspInvestmentTransaction,
  AspspPosition,
  AspspTransaction,
  Day,
} from "#lib/aspsp/records.ts";
import type { AspspSession, Reading } from "#lib/aspsp/session.ts";
import type { Institution } from "#lib/institutions/institution-entry.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { type Said, type Side, shown } from "./side.ts";

const patienceMs = 10 * 60_000;
const person: PersonPresent = { ipAddress: "127.0.0.1", userAgent: "licet-bank-probe", language: "en" };

export interface Probe {
  readonly institution: Institution;
  readonly connector: Connector;
  /** The first day of the transactions that are read. */
  readonly from: Day;
  /** Where the bank sends people back to; `null` rules its own page out. */
  readonly returnTo: string | null;
}

/**
 * Tries a bank from its sign-in to its records, and ends the access again. Nothing is stored. `true` if it came to
 * the end.
 */
export async function probe({ institution, connector, from, returnTo }: Probe, side: Side): Promise<boolean> {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const typed = await side.credentials(institution.credentialFields);
    const credentials = Object.fromEntries(
      Object.entries(typed).map(([id, value]) => [id, new Secret(value)]),
    );
    const validUntil = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const request = {
      ...{ credentials, person, withHolders: true, validUntil, isRecurring: false, readsPerDay: 1 },
      returnTo: returnTo === null ? null : { uri: returnTo, state: crypto.randomUUID() },
    };
    const grant = await lead(connector, await connector.begin(request, signal), side, signal);
    if (!grant) return false;
    await report(connector, grant, from, side, signal);
    side.show({ kind: "end" });
    return true;
  } catch (cause) {
    if (!(cause instanceof AspspError)) throw cause;
    side.show({ kind: "failed", reason: cause.reason, ...cause.facts });
    return false;
  }
}

/** Leads the dialog to its end; `null` where that is without access. */
async function lead(
  connector: Connector,
  first: DialogStep,
  side: Side,
  signal: AbortSignal,
): Promise<AccessGrant | null> {
  let step = first;
  for (;;) {
    if (step.kind === "credentialsRejected") {
      const reason = step.problem === "notAccepted" ? "wrongPassword" : "passwordExpired";
      side.show({ kind: "failed", reason });
      return null;
    }
    side.show(shown(step));
    if (step.kind === "done") return step.grant;
    if (step.kind === "failed") return null;
    const said = await side.answer(step);
    if (said.kind === "cancel") {
      await connector.cancel(step.dialog, signal);
      side.show({ kind: "failed", reason: "cancelled" });
      return null;
    }
    step = await pass(connector, step.dialog, said, signal);
  }
}

function pass(
  connector: Connector,
  dialog: DialogState,
  said: Exclude<Said, { kind: "cancel" }>,
  signal: AbortSignal,
): Promise<DialogStep> {
  switch (said.kind) {
    case "poll":
      return connector.poll(dialog, signal);
    case "method":
      return connector.resume(dialog, { kind: "method", methodId: said.methodId }, signal);
    case "code":
      return connector.resume(dialog, { kind: "code", code: new Secret(said.code) }, signal);
    case "redirected":
      return connector.resume(dialog, { kind: "redirected", url: new Secret(said.url) }, signal);
    default:
      throw new TypeError("nothing was said");
  }
}

/** Reads all that the bank offers, and leaves no access behind, whatever came of the reading. */
async function report(
  connector: Connector,
  grant: AccessGrant,
  from: Day,
  side: Side,
  signal: AbortSignal,
): Promise<void> {
  let present = grant;
  const reading: Reading = {
    person,
    signal,
    whileWriting: (write) => write(null),
    keepTokens: async (tokens) => {
      present = { ...present, tokens };
    },
  };
  try {
    side.show({ kind: "records", ...(await readAll(connector, connector.open(grant, reading), from)) });
  } finally {
    await connector.end(present, signal, reading.keepTokens);
  }
}

async function readAll({ capabilities: { products } }: Connector, session: AspspSession, from: Day) {
  const accounts: AspspAccount[] = [];
  const balances: AspspBalance[] = [];
  const transactions: AspspTransaction[] = [];
  const positions: AspspPosition[] = [];
  const investmentTransactions: AspspInvestmentTransaction[] = [];
  const days = { from, withPending: true };
  for await (const account of session.accounts()) accounts.push(account);
  for (const account of accounts) {
    if (products.has("balances")) await collect(session.balances(account), balances);
    if (products.has("transactions")) {
      await collect(session.transactions(account, days), transactions);
    }
    if (products.has("positions")) await collect(session.positions(account), positions);
    if (products.has("investmentTransactions"))
      await collect(session.investmentTransactions(account, days), investmentTransactions);
  }
  return { accounts, balances, transactions, positions, investmentTransactions };
}

async function collect<T>(source: AsyncGenerator<T, unknown>, into: T[]): Promise<void> {
  for await (const one of source) into.push(one);
}
