import { z } from "zod";

import { jsonAnswer } from "../http/answer.ts";
import { type Route, route } from "../http/routes.ts";
import { faults } from "./id-token.ts";
import type { Provider } from "./provider.ts";

const Fault = z.strictObject({ subject: z.string(), next: z.enum(faults).nullable() });

/** Lets a test spoil one person's next ID token. JSON only, so a form on another site cannot reach it. */
export function faultRoutes(provider: Provider): Route[] {
  return [
    route("POST", "/idp/fault", async ({ request }) => {
      const isJson = request.headers.get("content-type")?.startsWith("application/json") ?? false;
      const parsed = Fault.safeParse(isJson ? await request.json().catch(() => null) : null);
      if (!parsed.success) return jsonAnswer({ error: "invalid_request", next: [...faults, null] }, 400);
      const { subject, next } = parsed.data;
      if (next) provider.nextFaults.set(subject, next);
      else provider.nextFaults.delete(subject);
      return jsonAnswer(parsed.data);
    }),
  ];
}
