import { createRequire } from "node:module";
import { KeyManagementServiceClient } from "@google-cloud/kms";

/** The published client over REST instead of gRPC, against a server on this machine. */
export function restClient(port: number): KeyManagementServiceClient {
  const ofClient = createRequire(createRequire(import.meta.url).resolve("@google-cloud/kms/package.json"));
  const { PassThroughClient } = ofClient("google-auth-library") as { PassThroughClient: new () => never };
  return new KeyManagementServiceClient({
    fallback: true,
    protocol: "http",
    apiEndpoint: "localhost",
    port,
    authClient: new PassThroughClient(),
    projectId: "licet",
    universeDomain: "googleapis.com",
  } as ConstructorParameters<typeof KeyManagementServiceClient>[0]);
}
