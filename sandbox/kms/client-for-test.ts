import { KeyManagementServiceClient } from "@google-cloud/kms";
import { credentials, Metadata } from "@grpc/grpc-js";

/**
 * The real client against the stand-in. Channel credentials trust one authority and add the bearer token to
 * each call; the universe is given because the client would otherwise ask a metadata server for it.
 */
export function connectForTest(
  { port, ca }: { readonly port: number; readonly ca: string },
  token: string | null,
): KeyManagementServiceClient {
  const channel = credentials.createSsl(Buffer.from(ca));
  const perCall = credentials.createFromMetadataGenerator((_, done) => {
    const metadata = new Metadata();
    if (token !== null) metadata.set("authorization", `Bearer ${token}`);
    done(null, metadata);
  });
  return new KeyManagementServiceClient({
    apiEndpoint: "localhost",
    port,
    sslCreds: credentials.combineChannelCredentials(channel, perCall),
    projectId: "licet",
    universeDomain: "googleapis.com",
  });
}

/** One attempt, so that a refusal is seen as it came. */
export const once = { timeout: 5_000, maxRetries: 0, retry: { retryCodes: [] as number[] } };

/** The gRPC status of a call, 0 when it was answered. */
export async function statusOf(call: Promise<unknown>): Promise<number> {
  try {
    await call;
    return 0;
  } catch (cause) {
    return (cause as { code: number }).code;
  }
}
