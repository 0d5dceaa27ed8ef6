import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import {
  type handleUnaryCall,
  Metadata,
  type ServiceDefinition,
  type StatusObject,
  status,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";

import type { Access } from "./access.ts";
import type { CallCounts } from "./call-counts.ts";
import type { Faults } from "./faults.ts";
import type { KeyStore } from "./key-store.ts";
import type { Layout } from "./layout.ts";
import type { Method } from "./method.ts";
import { type MethodName, methods } from "./methods.ts";
import { parseTarget } from "./names.ts";
import { KmsStatus } from "./status.ts";

export interface Parts {
  readonly access: Access;
  readonly counts: CallCounts;
  readonly faults: Faults;
  readonly store: KeyStore;
  readonly layout: Layout;
  readonly now: () => number;
  readonly log: (line: string) => void;
}

/** The service's own definition, from the file that its client is made of. */
export function loadService(): ServiceDefinition {
  const { resolve } = createRequire(import.meta.url);
  const file = join(dirname(resolve("@google-cloud/kms/package.json")), "build/protos/protos.json");
  const protos = JSON.parse(readFileSync(file, "utf8"));
  const definition = fromJSON(protos, { longs: String, enums: String, defaults: true, oneofs: true });
  const service = definition["google.cloud.kms.v1.KeyManagementService"];
  if (!service || "format" in service) throw new Error(`${file} defines no KeyManagementService`);
  return service as ServiceDefinition;
}

export function implementation(parts: Parts): UntypedServiceImplementation {
  return Object.fromEntries((Object.keys(methods) as MethodName[]).map((name) => [name, unary(name, parts)]));
}

function unary(name: MethodName, parts: Parts): handleUnaryCall<object, object> {
  const method = methods[name] as unknown as Method<object>;
  return (call, respond) => {
    const said = { caller: "", key: "" };
    const count = (code: status): void =>
      parts.counts.add({ ...said, method: name, status: status[code] ?? String(code) });
    answer(name, method, call.request, call.metadata, parts, said).then(
      (message) => {
        count(status.OK);
        respond(null, message);
      },
      (cause: unknown) => {
        const refusal = toStatus(cause, name, parts.log);
        count(refusal.code);
        respond(refusal);
      },
    );
  };
}

/** Who, how often, about what, and only then whether it may be: the order in which the service refuses. */
async function answer(
  name: MethodName,
  method: Method<object>,
  request: object,
  metadata: Metadata,
  { access, faults, store, layout, now }: Parts,
  said: { caller: string; key: string },
): Promise<object> {
  said.caller = access.authenticate(metadata.get("authorization")[0]?.toString());
  return faults.around(name, said.caller, request, async (asked) => {
    access.spend(said.caller);
    const target = parseTarget(method.nameIn(asked), method.level);
    said.key = target.key ?? "";
    access.authorise(said.caller, method.right, method.permission, target);
    if (target.key) await store.ready(target.key);
    return method.answer({ request: asked, target, store, layout, now });
  });
}

function toStatus(cause: unknown, name: MethodName, log: (line: string) => void): StatusObject {
  const metadata = new Metadata();
  if (cause instanceof KmsStatus) return { code: cause.code, details: cause.message, metadata };
  log(`${name} failed: ${cause instanceof Error ? cause.stack : String(cause)}`);
  return { code: status.INTERNAL, details: "Internal error.", metadata };
}
