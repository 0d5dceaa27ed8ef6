/** Something reached a person's device. Each kind of device message adds its own member. */
export type PhoneEvent =
  | { readonly kind: "mail"; readonly to: string; readonly title: string }
  | { readonly kind: "phone"; readonly of: string; readonly to: string; readonly title: string }
  | { readonly kind: "cleared" };

export interface PhoneEvents {
  publish(event: PhoneEvent): void;
  /** A server-sent event stream that lives until the reader leaves or the sandbox closes. */
  stream(): ReadableStream<Uint8Array>;
  close(): void;
}

const heartbeatMs = 20_000;

export function createPhoneEvents(): PhoneEvents {
  const encoder = new TextEncoder();
  const readers = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const sendAll = (line: string) => {
    for (const reader of readers) reader.enqueue(encoder.encode(line));
  };
  const heartbeat = setInterval(() => sendAll(":\n\n"), heartbeatMs);
  heartbeat.unref();

  return {
    publish: (event) => sendAll(`data: ${JSON.stringify(event)}\n\n`),
    stream() {
      let own: ReadableStreamDefaultController<Uint8Array>;
      return new ReadableStream({
        start(controller) {
          own = controller;
          readers.add(own);
          own.enqueue(encoder.encode("retry: 1000\n\n"));
        },
        cancel() {
          readers.delete(own);
        },
      });
    },
    close() {
      clearInterval(heartbeat);
      for (const reader of readers) reader.close();
      readers.clear();
    },
  };
}
