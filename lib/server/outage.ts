/**
 * Requests that failed because a database was away, by their number, until they are answered. The front and the pages
 * are bundled apart and share the process, so it is kept beside both.
 */
const shared = globalThis as typeof globalThis & { licetOutages?: Set<string> };
shared.licetOutages ??= new Set();
const outages = shared.licetOutages;

export const noteOutage = (requestId: string): void => void outages.add(requestId);

export const wasOutage = (requestId: string): boolean => outages.has(requestId);

export const forgetOutage = (requestId: string): void => void outages.delete(requestId);
