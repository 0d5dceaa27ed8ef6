import { parseCronItems } from "graphile-worker";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { inTransaction } from "#lib/access/transaction.ts";
import { createLogger } from "#lib/config/logger.ts";
import { linkConnection } from "#lib/connections/jobs.ts";
import { syncConnection } from "#lib/connections/sync-jobs.ts";
import { enqueue } from "#lib/jobs/enqueue.ts";
import { handle } from "#lib/jobs/handler.ts";
import { keepLease } from "#lib/jobs/lease.ts";
import { newId } from "#lib/kernel/id.ts";
import { testDatabase } from "#scripts/testing/database.ts";
import { testPeople } from "#scripts/testing/people.ts";
import { startQueue } from "./worker-queue.ts";

const database = testDatabase();
const people = testPeople(database);
const places = 2;

test("a person's way into a bank begins while every other place is taken by banks that take long", async () => {
  const pool = new pg.Pool({
    connectionString: database.url("data", "licet_worker"),
    ssl: { ca: database.ca },
    options: "-c role=licet_queue",
    max: 16,
  });
  pool.on("error", () => {}).on("connect", (client) => client.on("error", () => {}));
  const log = createLogger("worker", "fatal");
  const { db, clock } = people.workerBase();
  const lease = await keepLease(people.system(), "worker-of-this-test", log);
  const over = Promise.withResolvers<void>();
  const linked = Promise.withResolvers<void>();
  let reading = 0;
  const handlers = [
    handle({
      job: syncConnection,
      authorise: async () => ({ run: true }),
      run: () => {
        reading += 1;
        return over.promise;
      },
    }),
    handle({
      job: linkConnection,
      authorise: async () => ({ run: true }),
      run: async () => linked.resolve(),
    }),
  ];
  const work = { handlers, lease, workerId: "worker-of-this-test", places, schedule: parseCronItems([]) };
  const stopping = new AbortController().signal;
  const queue = await startQueue(work, { pool, base: { db, clock }, stopping, log });
  onTestFinished(async () => {
    over.resolve();
    await lease.stop();
    await queue.stop();
    await pool.end();
  });
  const { investor, tenantId } = people.north;
  const begin = (write: Parameters<typeof inTransaction>[1]) => inTransaction(people.as(investor), write);
  for (let left = places + 1; left > 0; left--) {
    const payload = { tenantId, connectionId: newId("cnx"), kind: "initial" } as const;
    await begin((tx) => enqueue(tx, syncConnection, payload));
  }
  await expect.poll(() => reading, { timeout: 5_000 }).toBe(places);
  const [connectionId, authorisationId] = [newId("cnx"), newId("aut")];
  await begin((tx) => enqueue(tx, linkConnection, { tenantId, connectionId, authorisationId }));
  await linked.promise;
  expect(reading).toBe(places);
}, 20_000);
