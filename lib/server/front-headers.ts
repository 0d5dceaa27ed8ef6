/** What the front found out itself and hands on; whatever a client says under these names is removed before. */
export const frontHeaders = {
  origin: "x-licet-origin",
  remoteAddress: "x-licet-remote-address",
  requestId: "x-licet-request-id",
} as const;
