import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import { selfSigned } from "#sandbox/start-for-test.ts";

export interface DeliveredMail {
  readonly to: readonly string[];
  readonly mail: Email;
}

export interface TestMailServer {
  readonly ca: string;
  /** As `LICET_SMTP_URL` has it. */
  readonly url: string;
  readonly delivered: DeliveredMail[];
  /** What is answered to a letter: yes, a refusal for good or for now, or nothing for ever. */
  answer: 250 | 451 | 550 | "hang";
  /** Waits for the next letter to arrive, whatever it is answered. */
  arrives(): Promise<void>;
  close(): Promise<void>;
}

/** A mail server over TLS for what is mailed with files, which the sandbox's inbox does not keep. */
export async function startMailServer(): Promise<TestMailServer> {
  const { cert, key } = await selfSigned();
  const waiting: (() => void)[] = [];
  const server = new SMTPServer({
    secure: true,
    cert,
    key,
    authMethods: ["PLAIN"],
    disableReverseLookup: true,
    closeTimeout: 100,
    onAuth: ({ username, password }, _session, done) =>
      done(null, username === "licet" && password === "pass word" ? { user: username } : undefined),
    async onData(stream, session, done) {
      const letter = await buffer(Readable.from(stream));
      for (const tell of waiting.splice(0)) tell();
      if (self.answer === "hang") return;
      if (self.answer !== 250) {
        done(Object.assign(new Error("refused"), { responseCode: self.answer }));
        return;
      }
      const to = session.envelope.rcptTo.map(({ address }) => address);
      self.delivered.push({ to, mail: await PostalMime.parse(letter) });
      done();
    },
  });
  server.on("error", () => {});
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
  const { port } = server.server.address() as AddressInfo;
  const self: TestMailServer = {
    ca: cert,
    url: `smtps://licet:pass%20word@localhost:${port}`,
    delivered: [],
    answer: 250,
    arrives: () => new Promise((done) => waiting.push(done)),
    close: () => new Promise((done) => server.close(() => done())),
  };
  return self;
}
