/**
 * Asks once for everybody who wants to know while the question is out, and for `lifetimeMs` after its answer: however
 * often a public address is called, what is behind it is asked that often at the most.
 */
export function sharedAnswer<T>(
  lifetimeMs: number,
  now: () => number = Date.now,
): (ask: () => Promise<T>) => Promise<T> {
  let current: { readonly answer: Promise<T>; answeredAt: number | null } | null = null;
  return (ask) => {
    const isOver =
      current !== null && current.answeredAt !== null && now() - current.answeredAt >= lifetimeMs;
    if (current === null || isOver) {
      const asked = { answer: ask(), answeredAt: null as number | null };
      const note = () => {
        asked.answeredAt = now();
      };
      asked.answer.then(note, note);
      current = asked;
    }
    return current.answer;
  };
}
