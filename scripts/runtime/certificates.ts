import { createPrivateKey, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
}

export interface Certificates<Name extends string> {
  readonly authorityFile: string;
  readonly authority: string;
  readonly services: Readonly<Record<Name, Certificate>>;
}

/** What a certificate is good for (RFC 5280, 4.2.1.12). */
export type Usage = "server" | "client";
const purposes: Readonly<Record<Usage, string>> = {
  server: "1.3.6.1.5.5.7.3.1",
  client: "1.3.6.1.5.5.7.3.2",
};

const dayMs = 86_400_000;
const renewal = { authority: 60 * dayMs, service: 30 * dayMs };

/**
 * An authority of our own and one certificate per service, good for localhost, 127.0.0.1 and the service's name.
 * What is whole and not about to expire is kept.
 */
export async function ensureCertificates<Name extends string>(
  directory: string,
  names: readonly Name[],
  now = new Date(),
  usages: Readonly<Record<string, Usage>> = {},
): Promise<Certificates<Name>> {
  const folder = join(directory, "tls");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const authority = files(folder, "authority");

  let trusted = readValid(authority, now, renewal.authority);
  if (!trusted) {
    const { issueAuthority } = await import("./issue-certificate.ts");
    store(authority, await issueAuthority(now));
    trusted = read(authority);
  }
  for (const name of names) {
    const service = files(folder, name);
    const current = readValid(service, now, renewal.service);
    if (current?.checkIssued(trusted) && current.verify(trusted.publicKey) && current.checkHost(name))
      continue;
    const { issueService } = await import("./issue-certificate.ts");
    const issuer = { certificate: text(authority.certificateFile), key: text(authority.keyFile) };
    store(service, await issueService(name, issuer, now, [purposes[usages[name] ?? "server"]]));
  }
  return {
    authorityFile: authority.certificateFile,
    authority: text(authority.certificateFile),
    services: Object.fromEntries(names.map((name) => [name, files(folder, name)])) as Record<
      Name,
      Certificate
    >,
  };
}

const text = (file: string): string => readFileSync(file, "utf8");

const files = (folder: string, name: string): Certificate => ({
  certificateFile: join(folder, `${name}.pem`),
  keyFile: join(folder, `${name}.key`),
});

const read = ({ certificateFile }: Certificate): X509Certificate =>
  new X509Certificate(readFileSync(certificateFile));

function readValid(of: Certificate, now: Date, marginMs: number): X509Certificate | null {
  if (!existsSync(of.certificateFile) || !existsSync(of.keyFile)) return null;
  try {
    const certificate = read(of);
    const isInTime =
      certificate.validToDate.getTime() - now.getTime() > marginMs && certificate.validFromDate <= now;
    return isInTime && certificate.checkPrivateKey(createPrivateKey(readFileSync(of.keyFile)))
      ? certificate
      : null;
  } catch {
    // A file cut off by a kill -9 is made anew like a missing one.
    return null;
  }
}

function store(to: Certificate, pems: { certificate: string; key: string }): void {
  const write = (file: string, content: string, mode: number): void => {
    writeFileSync(`${file}.draft`, content, { mode });
    renameSync(`${file}.draft`, file);
  };
  write(to.keyFile, pems.key, 0o600);
  write(to.certificateFile, pems.certificate, 0o644);
}
