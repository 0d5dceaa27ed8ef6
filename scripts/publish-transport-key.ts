import { parseArgs } from "node:util";
import { readPublicationConfig } from "#lib/config/publication-config.ts";
import { connectKms } from "#lib/keys/kms.ts";
import { publishTransportKey } from "./keys/publish.ts";

/** The operator's command: signs one version of Lock A's public key, for as many days as it may be sealed to. */
try {
  const { values } = parseArgs({
    options: {
      region: { type: "string" },
      version: { type: "string", default: "1" },
      days: { type: "string", default: "365" },
    },
  });
  const config = readPublicationConfig(process.env);
  const keys = config.kms.keys.regions[values.region ?? ""];
  if (!keys || !/^\d{1,3}$/.test(values.days) || !/^[1-9]\d*$/.test(values.version)) {
    throw new Error(
      `Say --region (one of ${Object.keys(config.kms.keys.regions).join(", ")}), and if need be --version and --days.`,
    );
  }
  const kms = await connectKms(config.kms.address);
  const { ownerUrl, ca, signer } = config;
  const publication = { region: values.region ?? "", key: keys.transport, kid: values.version, signer };
  await publishTransportKey({ kms, ownerUrl, ca, ...publication, days: Number(values.days) });
  await kms.close();
  console.log(`Version ${values.version} of ${keys.transport} may be sealed to for ${values.days} days.`);
} catch (failure) {
  console.error(failure instanceof Error ? failure.message : "The key could not be published.");
  process.exitCode = 1;
}
