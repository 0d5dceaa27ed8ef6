import type { Connector } from "#lib/aspsp/connector.ts";
import type { DialogStep } from "#lib/aspsp/dialog.ts";
import { AspspError, type AspspFailure } from "#lib/aspsp/failure.ts";
import type { AspspSession } from "#lib/aspsp/session.ts";
import { tell } from "#lib/kernel/told.ts";
import { type HealthOutcome, outcomeOf } from "./health.ts";
import type { HealthRecorder } from "./health-recorder.ts";
import type { HealthProduct } from "./view.ts";

type Recorder = Pick<HealthRecorder, "record">;

/** The same connector; how each of its calls went, and how long the bank took, is counted. */
export function observeConnector(
  connector: Connector,
  recorder: Recorder,
  now: () => number = () => performance.now(),
): Connector {
  const { institutionId } = connector;
  const note = (product: HealthProduct, operation: string, went: Went, ms: number): void => {
    const { outcome, reason } = went;
    if (outcome) recorder.record({ institutionId, product, outcome, ms });
    tell("bank.called", {
      ...{ institution: institutionId, operation, outcome: outcome ?? "lost", reason, seconds: ms / 1_000 },
    });
  };
  const asked = async <Answer>(
    operation: "begin" | "resume" | "poll" | "end",
    call: () => Promise<Answer>,
    went: (answer: Answer) => Went,
  ) => {
    const begun = now();
    try {
      const answer = await call();
      note("dialog", operation, went(answer), now() - begun);
      return answer;
    } catch (cause) {
      note("dialog", operation, wentWrong(cause), now() - begun);
      throw cause;
    }
  };

  /** Only the time in which the reader waited for the bank counts, and a list counts once, when it ends. */
  async function* listed<Entry, End>(
    product: HealthProduct,
    entries: AsyncGenerator<Entry, End>,
  ): AsyncGenerator<Entry, End> {
    let ms = 0;
    let went: Went = unknown;
    const next = async () => {
      const begun = now();
      try {
        return await entries.next();
      } finally {
        ms += now() - begun;
      }
    };
    try {
      for (;;) {
        const { done, value } = await next();
        went = fine;
        if (done) return value;
        yield value;
      }
    } catch (cause) {
      went = wentWrong(cause);
      throw cause;
    } finally {
      note(product, product, went, ms);
      await entries.return(undefined as never);
    }
  }

  return {
    institutionId,
    capabilities: connector.capabilities,
    begin: (request, signal) => asked("begin", () => connector.begin(request, signal), afterStep),
    resume: (dialog, reply, signal) =>
      asked("resume", () => connector.resume(dialog, reply, signal), afterStep),
    poll: (dialog, signal) => asked("poll", () => connector.poll(dialog, signal), afterStep),
    cancel: (dialog, signal) => connector.cancel(dialog, signal),
    close: () => connector.close(),
    end: (grant, signal, keepTokens) =>
      asked(
        "end",
        () => connector.end(grant, signal, keepTokens),
        () => fine,
      ),
    open(grant, reading): AspspSession {
      const session = connector.open(grant, reading);
      return {
        accounts: () => listed("accounts", session.accounts()),
        holders: (account) => listed("holders", session.holders(account)),
        balances: (account) => listed("balances", session.balances(account)),
        transactions: (account, query) => listed("transactions", session.transactions(account, query)),
        positions: (account) => listed("positions", session.positions(account)),
        investmentTransactions: (account, query) =>
          listed("investmentTransactions", session.investmentTransactions(account, query)),
        portfolios: () => listed("portfolios", session.portfolios()),
      };
    },
  };
}

/** How a call went: what it says of the bank, if anything, and the reason where it brought nothing. */
interface Went {
  readonly outcome: HealthOutcome | null;
  readonly reason: string;
}

const fine: Went = { outcome: "ok", reason: "none" };
/** What ended by our own doing says nothing of the bank. */
const unknown: Went = { outcome: null, reason: "none" };

function afterStep(step: DialogStep): Went {
  if (step.kind === "credentialsRejected")
    return {
      outcome: "refused",
      reason: step.problem === "notAccepted" ? "wrongPassword" : "passwordExpired",
    };
  return step.kind === "failed" ? failedBy(step.reason) : fine;
}

const wentWrong = (cause: unknown): Went => (cause instanceof AspspError ? failedBy(cause.reason) : unknown);

const failedBy = (reason: AspspFailure): Went => ({ outcome: outcomeOf(reason), reason });
