import { Secret } from "#lib/kernel/secret.ts";
import type { CredentialFields } from "./unlock.ts";

/** What was opened, field by field: a connector holds each for itself, and nobody holds all of them in one text. */
export const eachField = (opened: Secret<CredentialFields>): Readonly<Record<string, Secret<string>>> =>
  Object.fromEntries(Object.entries(opened.reveal()).map(([id, value]) => [id, new Secret(value)]));
