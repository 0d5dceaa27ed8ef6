import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { DialogStep } from "#lib/aspsp/dialog.ts";
import type { Report, Said, Side } from "./side.ts";

/** Asks a person at a terminal. What is secret is not shown while it is typed. */
export function terminalSide(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Side {
  let isHidden = false;
  const screen = new Writable({
    write(chunk, _encoding, done) {
      if (!isHidden) output.write(chunk);
      done();
    },
  });
  const reader = createInterface({ input, output: screen, terminal: true });

  async function ask(question: string, secret = false): Promise<string> {
    output.write(`${question}: `);
    isHidden = secret;
    const typed = await reader.question("");
    isHidden = false;
    if (secret) output.write("\n");
    return typed.trim();
  }

  return {
    async credentials(fields) {
      const typed: Record<string, string> = {};
      for (const { id, label, secret } of fields) typed[id] = await ask(label.en, secret);
      return typed;
    },
    show: (report) => output.write(`${inWords(report)}\n`),
    answer: (step) => answerTo(step, ask),
    close: () => reader.close(),
  };
}

async function answerTo(
  step: DialogStep,
  ask: (question: string, secret?: boolean) => Promise<string>,
): Promise<Said> {
  const leave = "or nothing to cancel";
  if (step.kind === "chooseMethod") {
    const methodId = await ask(`The id of a method, ${leave}`);
    return methodId === "" ? { kind: "cancel" } : { kind: "method", methodId };
  }
  if (step.kind === "redirect") {
    const url = await ask(`The address that the bank sent you back to, "poll", ${leave}`);
    if (url === "") return { kind: "cancel" };
    return url === "poll" ? { kind: "poll" } : { kind: "redirected", url };
  }
  if (step.kind === "approveElsewhere") {
    const typed = await ask('Enter once you have approved; "cancel" to cancel');
    return { kind: typed === "cancel" ? "cancel" : "poll" };
  }
  const code = await ask(`The code, ${leave}`);
  return code === "" ? { kind: "cancel" } : { kind: "code", code };
}

/** Plain lines, each thing by its name; long lists as their number and their first three. */
function inWords({ kind, ...rest }: Report): string {
  const lines = Object.entries(rest).flatMap(([name, value]) => {
    if (value === null || (Array.isArray(value) && value.length === 0)) return [];
    if (!Array.isArray(value))
      return [`  ${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`];
    const some = value.slice(0, 3).map((one) => `    ${JSON.stringify(one)}`);
    return [`  ${name}: ${value.length}`, ...some];
  });
  return [kind, ...lines].join("\n");
}
