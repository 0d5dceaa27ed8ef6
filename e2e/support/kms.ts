import { readFileSync } from "node:fs";
import { request } from "node:https";

import { stack } from "./stack.ts";

/** Has the local KMS fail for one caller and method as often as said, and then work again. */
export function failKms(fault: {
  readonly method: string;
  readonly caller: "web" | "worker";
  readonly effect: string;
  readonly times: number;
}): Promise<void> {
  const { kmsControl, authorityFile } = stack;
  if (!kmsControl) throw new Error("This run's KMS cannot be made to fail.");
  const { port, token } = kmsControl;
  return new Promise((done, fail) => {
    const options = {
      host: "localhost",
      port,
      path: "/faults",
      method: "POST",
      ca: readFileSync(authorityFile),
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    };
    const sent = request(options, (response) => {
      response.resume();
      if (response.statusCode === 204) done();
      else fail(new Error(`the KMS's control answered ${response.statusCode}`));
    });
    sent.on("error", fail);
    sent.end(JSON.stringify(fault));
  });
}
