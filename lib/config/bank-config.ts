import { fileContent, requireTogether, wholeNumber } from "./environment.ts";

/** By what banks know this installation, and how many of their dialogs one worker leads. */
export const bankVariables = {
  LICET_BANK_CERTIFICATE: fileContent(
    "the path of the certificate (PEM) by which banks know this installation",
  ).optional(),
  LICET_BANK_KEY: fileContent("the path of that certificate's private key (PEM)").optional(),
  LICET_DIALOGS: wholeNumber(
    "how many people a worker leads through their banks' questions at once",
    1,
    10_000,
  ).default(200),
};

export function toBanks(read: {
  LICET_BANK_CERTIFICATE?: string | undefined;
  LICET_BANK_KEY?: string | undefined;
  LICET_DIALOGS: number;
}) {
  const { LICET_BANK_CERTIFICATE: certificate, LICET_BANK_KEY: privateKey } = read;
  requireTogether(read, ["LICET_BANK_CERTIFICATE", "LICET_BANK_KEY"]);
  return {
    tls: certificate && privateKey ? { certificate, privateKey } : null,
    dialogsAtMost: read.LICET_DIALOGS,
  };
}
