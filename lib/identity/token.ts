import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { Secret } from "#lib/kernel/secret.ts";

/** 256 random bits as base64url: a session's or a mail link's secret. Only its hash is stored. */
export const newToken = (): Secret<string> => new Secret(randomBytes(32).toString("base64url"));

export const tokenSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .transform((text) => new Secret(text));

export const hashToken = (token: Secret<string>): Buffer =>
  createHash("sha256").update(token.reveal()).digest();
