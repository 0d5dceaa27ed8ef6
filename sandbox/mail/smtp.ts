import { createHash, timingSafeEqual } from "node:crypto";

import PostalMime, { type Address } from "postal-mime";
import { SMTPServer, type SMTPServerDataStream } from "smtp-server";

import type { Inbox, Mail } from "./inbox.ts";
import { linksOf, textOfHtml } from "./links.ts";

const messageLimitBytes = 5 * 1024 * 1024;

export interface SmtpOptions {
  readonly cert: string;
  readonly key: string;
  readonly user: string;
  readonly password: string;
  readonly inbox: Inbox;
}

/** Speaks TLS from the first byte, takes mail from the one known sender, and relays to nowhere. */
export function createSmtpServer({ cert, key, user, password, inbox }: SmtpOptions): SMTPServer {
  const server = new SMTPServer({
    secure: true,
    cert,
    key,
    minVersion: "TLSv1.2",
    name: "localhost",
    banner: "Licet sandbox, delivers to the phone page only",
    size: messageLimitBytes,
    authMethods: ["PLAIN", "LOGIN"],
    disableReverseLookup: true,
    maxClients: 50,
    closeTimeout: 500,
    onAuth(auth, _session, done) {
      const known = isSame(auth.username ?? "", user) && isSame(auth.password ?? "", password);
      done(known ? null : smtpError(535, "Wrong user name or password"), known ? { user } : undefined);
    },
    onData(stream, session, done) {
      receive(stream)
        .then((mail) =>
          inbox.deliver(
            mail,
            session.envelope.rcptTo.map((recipient) => recipient.address),
          ),
        )
        .then(
          () => done(null),
          (cause: Error) => done(cause),
        );
    },
  });
  // A client that breaks off its handshake is the client's affair; unheard, the event would end the process.
  server.on("error", (cause) => process.stderr.write(`sandbox: smtp: ${cause.message}\n`));
  return server;
}

async function receive(stream: SMTPServerDataStream): Promise<Omit<Mail, "id" | "to">> {
  const chunks: Buffer[] = [];
  // An oversized message must be read to its end before it can be refused, but it need not be kept.
  for await (const chunk of stream as AsyncIterable<Buffer>) if (!stream.sizeExceeded) chunks.push(chunk);
  if (stream.sizeExceeded) throw smtpError(552, "The message is too large");

  const parsed = await PostalMime.parse(Buffer.concat(chunks)).catch((cause: unknown) => {
    throw Object.assign(smtpError(554, "The message cannot be read"), { cause });
  });
  const html = parsed.html ?? null;
  const text = (parsed.text ?? textOfHtml(html ?? "")).trim();
  return {
    from: nameOf(parsed.from),
    subject: parsed.subject?.trim() || "(no subject)",
    text,
    html,
    links: linksOf(text, html),
    receivedAt: new Date(),
  };
}

function nameOf(sender: Address | undefined): string {
  return sender?.name || sender?.address || "(no sender)";
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
