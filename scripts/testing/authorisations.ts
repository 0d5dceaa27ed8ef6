import { inTransaction } from "#lib/access/transaction.ts";
import type { PersonPresent } from "#lib/aspsp/link-request.ts";
import { newAnswerKey } from "#lib/authorisation/answer-key.ts";
import { claimAuthorisation } from "#lib/authorisation/claim-authorisation.ts";
import { insertAuthorisation } from "#lib/authorisation/insert-authorisation.ts";
import type { ShownStep } from "#lib/authorisation/keep-dialogs.ts";
import type { Question } from "#lib/authorisation/question.ts";
import { showStep } from "#lib/authorisation/show-step.ts";
import { type AuthorisationId, type ConnectionId, newId } from "#lib/kernel/id.ts";
import type { TestPeople, TestPerson } from "./people.ts";

export const present: PersonPresent = { ipAddress: "192.0.2.7", userAgent: "Firefox, Linux", language: "fr" };

const method = { id: "sms", kind: "sms" as const, name: "SMS to ••42", explanation: null };
export const codeQuestion: Question = {
  ...{ kind: "enterCode", message: "Enter it", method, methods: [method], canResend: true, problem: null },
  ...{ attemptsLeft: 3, data: [], format: "digits", maxLength: 6 },
};
export const choiceQuestion: Question = {
  kind: "chooseMethod",
  methods: [method],
  message: null,
  problem: null,
};
export const redirectQuestion: Question = {
  kind: "redirect",
  url: "https://bank.example/confirm",
  canPoll: true,
};

export interface TestAuthorisation {
  readonly investor: TestPerson;
  readonly connectionId: ConnectionId;
  readonly authorisationId: AuthorisationId;
}

/** Attempts to be let in at a bank, made by the use cases themselves; only their connections are set down by hand. */
export function testAuthorisations(people: TestPeople) {
  const worker = { workerId: `test-${newId("x")}`, address: "127.0.0.1:1" };

  async function connection(investor: TestPerson): Promise<ConnectionId> {
    const connectionId = newId("cnx");
    await people.superuser.begin(async (sql) => {
      await sql`set local session_replication_role = replica`;
      await sql`insert into connections (tenant_id, connection_id, investor_id, institution_id, region, credential_id,
          consent_id, state, begun_at)
        values (${investor.tenantId}, ${connectionId}, ${investor.personId}, 'sandbox-retail', 'eu-nl', ${newId("crd")},
          ${newId("con")}, 'linking', now())`;
    });
    return connectionId;
  }

  async function begun(who?: TestPerson): Promise<TestAuthorisation> {
    const investor = who ?? (await people.add("investor"));
    const connectionId = await connection(investor);
    const ctx = people.as(investor);
    const authorisationId = await inTransaction(ctx, (tx) =>
      insertAuthorisation(tx, ctx, { connectionId, person: present }),
    );
    return { investor, connectionId, authorisationId };
  }

  const claim = ({ investor, authorisationId }: TestAuthorisation, by = worker) =>
    claimAuthorisation(people.job(investor.tenantId), { authorisationId, worker: by });

  /** Taken up by a worker that is alive. */
  async function claimed(who?: TestPerson) {
    const one = await begun(who);
    await beat(worker.workerId);
    const claimedOne = await claim(one);
    if (!claimedOne) throw new Error("nobody else claims it here");
    return { ...one, ...claimedOne };
  }

  const beat = (
    workerId: string,
  ) => people.superuser`insert into worker_heartbeats (worker_id, started_at, seen_at)
    values (${workerId}, now(), now()) on conflict (worker_id) do update set seen_at = now()`;

  async function show(
    { investor, authorisationId }: TestAuthorisation,
    step: number,
    { question = codeQuestion, image = null, workerId = worker.workerId }: Showing = {},
  ): Promise<ShownStep> {
    const ctx = people.job(investor.tenantId);
    const expiresAt = new Date(Date.now() + 300_000);
    const key = newAnswerKey(authorisationId, step).view;
    const shown: ShownStep = { asked: { step, question, expiresAt }, key, image };
    await inTransaction(ctx, (tx) => showStep(tx, ctx, { authorisationId, workerId, shown }));
    return shown;
  }

  return {
    worker,
    beat,
    connection,
    begun,
    claim,
    claimed,
    show,
    /** The row as it stands, and how many pictures there are beside it. */
    async row({ authorisationId }: Pick<TestAuthorisation, "authorisationId">) {
      const [row] = await people.superuser`select a.*, (select count(*)::int from challenge_images i
        where i.authorisation_id = a.authorisation_id) as images from authorisations a
        where authorisation_id = ${authorisationId}`;
      return row as Record<string, unknown>;
    },
  };
}

interface Showing {
  readonly question?: Question;
  readonly image?: ShownStep["image"];
  readonly workerId?: string;
}
