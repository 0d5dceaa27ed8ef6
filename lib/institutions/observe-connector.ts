import type { Connector } from "#lib/aspsp/connector.ts";
import type { DialogStep } from "#lib/aspsp/dialog.ts";
import { AspspError } from "#lib/aspsp/failure.ts";
import type { AspspSession } from "#lib/aspsp/session.ts";
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
  const tell = (product: HealthProduct, outcome: HealthOutcome | null, ms: number): void => {
    if (outcome) recorder.record({ institutionId, product, outcome, ms });
  };
  const asked = async <Answer>(
    call: () => Promise<Answer>,
    outcome: (answer: Answer) => HealthOutcome | null,
  ) => {
    const begun = now();
    try {
      const answer = await call();
      tell("dialog", outcome(answer), now() - begun);
      return answer;
    } catch (cause) {
      tell("dialog", outcomeOfFailure(cause), now() - begun);
      throw cause;
    }
  };

  /** Only the time in which the reader waited for the bank counts, and a list counts once, when it ends. */
  async function* listed<Entry, End>(
    product: HealthProduct,
    entries: AsyncGenerator<Entry, End>,
  ): AsyncGenerator<Entry, End> {
    let ms = 0;
    let outcome: HealthOutcome | null = null;
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
        outcome = "ok";
        if (done) return value;
        yield value;
      }
    } catch (cause) {
      outcome = outcomeOfFailure(cause);
      throw cause;
    } finally {
      tell(product, outcome, ms);
      await entries.return(undefined as never);
    }
  }

  return {
    institutionId,
    capabilities: connector.capabilities,
    begin: (request, signal) => asked(() => connector.begin(request, signal), outcomeOfStep),
    resume: (dialog, reply, signal) => asked(() => connector.resume(dialog, reply, signal), outcomeOfStep),
    poll: (dialog, signal) => asked(() => connector.poll(dialog, signal), outcomeOfStep),
    cancel: (dialog, signal) => connector.cancel(dialog, signal),
    close: () => connector.close(),
    end: (grant, signal, keepTokens) =>
      asked(
        () => connector.end(grant, signal, keepTokens),
        () => "ok",
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

function outcomeOfStep(step: DialogStep): HealthOutcome | null {
  if (step.kind === "credentialsRejected") return "refused";
  return step.kind === "failed" ? outcomeOf(step.reason) : "ok";
}

/** What ended by our own doing says nothing of the bank. */
const outcomeOfFailure = (cause: unknown): HealthOutcome | null =>
  cause instanceof AspspError ? outcomeOf(cause.reason) : null;
