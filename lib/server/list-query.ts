/** A request's query as a page gets it: what is given more than once is a list. */
export function queryOf(request: Request): Readonly<Record<string, string | string[]>> {
  const { searchParams } = new URL(request.url);
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const [first = "", ...more] = searchParams.getAll(name);
      return [name, more.length === 0 ? first : [first, ...more]];
    }),
  );
}
