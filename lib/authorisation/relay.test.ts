import "reflect-metadata";

import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { ExtendedKeyUsage } from "@peculiar/x509";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "#lib/kernel/id.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { issueAuthority, issueService, type Pems } from "#scripts/runtime/issue-certificate.ts";
import type { Answer } from "./answer.ts";
import { longestRelayed, type RelayTls, relayNames } from "./relay.ts";
import { sendAnswer } from "./send-answer.ts";
import { type AnswerServer, serveAnswers } from "./serve-answers.ts";

const both = [ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth];
let authority: Pems;
let web: RelayTls;
let worker: RelayTls;
let server: AnswerServer;
const delivered: unknown[] = [];

async function issued(name: string, by: Pems): Promise<RelayTls> {
  const { certificate, key } = await issueService(name, by, new Date(), both);
  return { certificate, privateKey: new Secret(key), authority: authority.certificate };
}

beforeAll(async () => {
  authority = await issueAuthority(new Date());
  [web, worker] = await Promise.all([
    issued(relayNames.web, authority),
    issued(relayNames.worker, authority),
  ]);
  const deliver = async (...what: [string, number, Answer]) => {
    delivered.push(what);
    return what[1] === 1 ? ("accepted" as const) : ("stale" as const);
  };
  server = await serveAnswers(deliver, worker, { host: "127.0.0.1", port: 0 });
});
afterAll(() => server.close());

const authorisationId = newId("aut");
const relayed = (step = 1, sealed = "a.b.c.d.e") => ({
  ...{ authorisationId, step, answer: { kind: "code" as const, sealed } },
});
const address = () => `127.0.0.1:${server.port}`;
const unreachable = { code: "authorisation.unreachable" };

describe("an answer on its way", () => {
  test("reaches the dialog as it is, and brings back what the dialog says", async () => {
    delivered.length = 0;
    expect(await sendAnswer(relayed(), address(), web)).toBe("accepted");
    expect(await sendAnswer(relayed(2), address(), web)).toBe("stale");
    expect(delivered).toEqual([1, 2].map((step) => [authorisationId, step, relayed().answer]));
  });

  test("is taken from web alone", async () => {
    delivered.length = 0;
    const other = await issueAuthority(new Date());
    const strangers = [worker, await issued("licet-kms", authority), await issued(relayNames.web, other)];
    for (const stranger of strangers) {
      await expect(sendAnswer(relayed(), address(), stranger)).rejects.toMatchObject(unreachable);
    }
    await expect(fetch(`https://${address()}/answers`, { method: "POST", body: "{}" })).rejects.toThrow();
    expect(delivered).toEqual([]);
  });

  test("is given to the worker alone, whoever listens at its address", async () => {
    const heard: string[] = [];
    const other = await issueAuthority(new Date());
    for (const pems of [await issued("licet-kms", authority), await issued(relayNames.worker, other)]) {
      const impostor = createServer(
        { cert: pems.certificate, key: pems.privateKey.reveal() },
        (request, response) => {
          request.on("data", (chunk) => heard.push(String(chunk)));
          response.end('{"acknowledgement":"accepted"}');
        },
      ).listen(0, "127.0.0.1");
      await once(impostor, "listening");
      const { port } = impostor.address() as AddressInfo;
      await expect(sendAnswer(relayed(), `127.0.0.1:${port}`, web)).rejects.toMatchObject(unreachable);
      await new Promise((closed) => impostor.close(closed));
    }
    expect(heard).toEqual([]);
  });

  test("that is too long, or none, reaches nobody", async () => {
    delivered.length = 0;
    const huge = relayed(1, "x".repeat(longestRelayed));
    await expect(sendAnswer(huge, address(), web)).rejects.toMatchObject(unreachable);
    await expect(sendAnswer({ step: 1 } as never, address(), web)).rejects.toMatchObject(unreachable);
    await expect(sendAnswer(relayed(), "127.0.0.1:1", web)).rejects.toMatchObject(unreachable);
    await expect(sendAnswer(relayed(), "not an address", web)).rejects.toMatchObject(unreachable);
    expect(delivered).toEqual([]);
  });
});
