import { createInterface } from "node:readline/promises";
import { z } from "zod";
import { Misunderstood, type Said, type Side } from "./side.ts";

const saidSchema = z.union([
  z
    .strictObject({ method: z.string() })
    .transform(({ method }): Said => ({ kind: "method", methodId: method })),
  z.strictObject({ code: z.string() }).transform(({ code }): Said => ({ kind: "code", code })),
  z
    .strictObject({ redirected: z.url() })
    .transform(({ redirected }): Said => ({ kind: "redirected", url: redirected })),
  z.strictObject({ poll: z.literal(true) }).transform((): Said => ({ kind: "poll" })),
  z.strictObject({ cancel: z.literal(true) }).transform((): Said => ({ kind: "cancel" })),
]);
const credentialsSchema = z.strictObject({ credentials: z.record(z.string(), z.string()) });

/** One JSON object a line, both ways. */
export function scriptSide(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Side {
  const reader = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  const lines = reader[Symbol.asyncIterator]();

  async function read<T>(schema: z.ZodType<T>, wants: string): Promise<T> {
    const { value, done } = await lines.next();
    if (done) throw new Misunderstood(`the input ended; wanted ${wants}`);
    const parsed = schema.safeParse(parseJson(value));
    if (!parsed.success) throw new Misunderstood(`a line was not understood; wanted ${wants}`);
    return parsed.data;
  }

  return {
    credentials: async (fields) => {
      const wants = `{"credentials":{${fields.map(({ id }) => `"${id}":"…"`).join(",")}}}`;
      return (await read(credentialsSchema, wants)).credentials;
    },
    answer: () =>
      read(saidSchema, '{"method":"…"}, {"code":"…"}, {"redirected":"…"}, {"poll":true} or {"cancel":true}'),
    show: (report) => void output.write(`${JSON.stringify(report)}\n`),
    close: () => reader.close(),
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
