import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { toRates } from "#lib/config/rates-config.ts";
import { parseDaily } from "#lib/rates/parse-daily.ts";
import { parseHistory } from "#lib/rates/parse-history.ts";
import type { RateSource } from "#lib/rates/rate-source.ts";
import { mostFileBytes, readPublicationFile } from "#lib/rates/read-publication-file.ts";
import { startForTest } from "#sandbox/start-for-test.ts";
import { type StubBank, startStubBank } from "#scripts/testing/stub-bank.ts";
import { startRates } from "./worker-rates.ts";

const trusted = tls.getCACertificates("default");
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  tls.setDefaultCACertificates(trusted);
  for (const close of closing.splice(0)) await close();
});

function sourceAt(url: string): RateSource {
  const rates = startRates(toRates({ LICET_RATES_URL: url, LICET_RATES_SOURCE: "Test Bank" }));
  closing.push(rates.stop);
  return rates.source as RateSource;
}

async function publisherThat(answer: Parameters<typeof startStubBank>[0]): Promise<StubBank> {
  const bank = await startStubBank(answer);
  tls.setDefaultCACertificates([...trusted, bank.certificate]);
  closing.push(bank.close);
  return bank;
}

const soon = () => AbortSignal.timeout(5_000);

describe("the publisher's files", () => {
  test("are read from the sandbox as from the central bank itself, until the day before", async () => {
    const sandbox = await startForTest();
    closing.push(sandbox.close);
    const source = sourceAt(sandbox.rates);
    const all = await parseHistory(readPublicationFile(await source.history(soon())));
    const newest = parseDaily(readPublicationFile((await source.daily?.(soon())) as Buffer));
    expect(all.at(-1)).toEqual(newest);
    const age = (Date.now() - Date.parse(newest.day)) / 86_400_000;
    // Four days without a publication at Easter, and the time of day.
    expect(age > 1 && age < 7).toBe(true);
  });

  test("are the two of the folder that is set, and nothing else of that host", async () => {
    const bank = await publisherThat((_, response) => response.end("told"));
    const source = sourceAt(`${bank.origin}/a.b/rates/`);
    expect(String(await source.history(soon()))).toBe("told");
    expect(String(await source.daily?.(soon()))).toBe("told");
    expect(bank.heard).toEqual(["GET /a.b/rates/eurofxref-hist.zip", "GET /a.b/rates/eurofxref-daily.xml"]);
  });

  test.each([
    ["a redirect, which nobody follows", 302],
    ["a refusal", 403],
    ["nothing there", 404],
    ["a failure", 500],
  ])("are not %s", async (_, status) => {
    const bank = await publisherThat((_request, response) => {
      response.writeHead(status, { location: `${bank.origin}/elsewhere` }).end("<html></html>");
    });
    await expect(sourceAt(`${bank.origin}/`).history(soon())).rejects.toThrow(String(status));
    expect(new Set(bank.heard)).toEqual(new Set(["GET /eurofxref-hist.zip"]));
  });

  test("that never end are let go of at their limit", async () => {
    const bank = await publisherThat((_, response) => {
      const more = Buffer.alloc(1024 * 1024);
      const write = () => response.destroyed || response.write(more, write);
      write();
    });
    await expect(sourceAt(`${bank.origin}/`).history(soon())).rejects.toMatchObject({ reason: "tooLarge" });
  });

  test("are not waited for when the worker stops", async () => {
    const bank = await publisherThat(() => {});
    const stopping = new AbortController();
    const reading = sourceAt(`${bank.origin}/`).history(stopping.signal);
    setTimeout(() => stopping.abort(), 50);
    await expect(reading).rejects.toMatchObject({ reason: "aborted" });
  });

  test("are believed only from whom the certificate names", async () => {
    const bank = await startStubBank((_, response) => response.end("told"));
    closing.push(bank.close);
    await expect(sourceAt(`${bank.origin}/`).history(soon())).rejects.toMatchObject({ reason: "tlsRefused" });
  });

  test("are not looked for inside the operator's network under a name of the internet", async () => {
    for (const host of ["169.254.169.254", "10.0.0.1", "127.0.0.2"])
      await expect(sourceAt(`https://${host}/`).history(soon())).rejects.toMatchObject({
        reason: "addressRefused",
      });
  });
});

describe("a file of the operator's own", () => {
  const folder = mkdtempSync(join(tmpdir(), "licet-rates-"));
  const path = join(folder, "own rates.csv");
  afterEach(() => rmSync(path, { force: true }));

  test("takes the place of the network", async () => {
    writeFileSync(path, "Date,USD,\n2026-04-13,1.1684,\n");
    const source = sourceAt(new URL(`file://${path.replaceAll(" ", "%20")}`).href);
    expect(source.daily).toBeNull();
    expect(await parseHistory(readPublicationFile(await source.history(soon())))).toHaveLength(1);
  });

  test("is read anew each time, and is refused unread when it is too large", async () => {
    const source = sourceAt(new URL(`file://${path.replaceAll(" ", "%20")}`).href);
    await expect(source.history(soon())).rejects.toMatchObject({ code: "ENOENT" });
    writeFileSync(path, "x");
    truncateSync(path, mostFileBytes + 1);
    await expect(source.history(soon())).rejects.toMatchObject({ fault: "tooLarge" });
  });
});

test("without a place there is no source", () => {
  expect(startRates({ place: null, source: "Test Bank" }).source).toBeNull();
});
