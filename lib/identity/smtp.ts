import { createTransport } from "nodemailer";
import { Secret } from "#lib/kernel/secret.ts";
import type { SendMail } from "./mail.ts";

/** Sends through one mail server, over TLS with the name verified. */
export function smtpSender(server: Secret<string>, from: string): SendMail {
  const transport = createTransport(server.reveal(), {
    from,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async ({ to, subject, body, attachment }, signal) => {
    signal.throwIfAborted();
    await transport.sendMail({
      to,
      subject,
      text: body.reveal(),
      headers: { "Auto-Submitted": "auto-generated" },
      attachments: attachment
        ? [
            {
              filename: attachment.name,
              content: Buffer.from(attachment.content),
              contentType: "application/octet-stream",
            },
          ]
        : [],
    });
  };
}

/** What nodemailer is told beside the URL: every wait ends, and plain connections are upgraded or refused. */
export const transportUrl = (url: string): Secret<string> => {
  const full = new URL(url);
  full.searchParams.set("connectionTimeout", "5000");
  full.searchParams.set("greetingTimeout", "5000");
  full.searchParams.set("socketTimeout", "10000");
  if (full.protocol === "smtp:") full.searchParams.set("requireTLS", "true");
  return new Secret(full.toString());
};
