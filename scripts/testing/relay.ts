import "reflect-metadata";
import { ExtendedKeyUsage } from "@peculiar/x509";
import { type RelayTls, relayNames } from "#lib/authorisation/relay.ts";
import { Secret } from "#lib/kernel/secret.ts";
import { issueAuthority, issueService } from "#scripts/runtime/issue-certificate.ts";

/** Both sides of the relay as an installation has them: each with a certificate for its own side and no other. */
export async function testRelayTls(): Promise<{ readonly web: RelayTls; readonly worker: RelayTls }> {
  const now = new Date();
  const authority = await issueAuthority(now);
  const issue = async (name: string, usage: string): Promise<RelayTls> => {
    const { certificate, key } = await issueService(name, authority, now, [usage]);
    return { certificate, privateKey: new Secret(key), authority: authority.certificate };
  };
  return {
    web: await issue(relayNames.web, ExtendedKeyUsage.clientAuth),
    worker: await issue(relayNames.worker, ExtendedKeyUsage.serverAuth),
  };
}
