/** Asks a question once in a run, whoever wants the answer: a bank counts how often it is read. A failure is not kept. */
export function once<T>(): (question: string, ask: () => Promise<T>) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (question, ask) => {
    const known = answers.get(question);
    if (known) return known;
    const asked = ask();
    answers.set(question, asked);
    asked.catch(() => answers.delete(question));
    return asked;
  };
}
