import { jsonAnswer } from "./answer.ts";

export interface Call {
  readonly request: Request;
  readonly url: URL;
  /** The `:names` of the route's path. */
  readonly path: Readonly<Record<string, string | undefined>>;
}

export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  readonly pattern: URLPattern;
  readonly handle: (call: Call) => Response | Promise<Response>;
}

export function route(method: Route["method"], pathname: string, handle: Route["handle"]): Route {
  return { method, pattern: new URLPattern({ pathname }), handle };
}

/** Answers with the first route that fits; HEAD is answered as GET, and Node withholds the body. */
export async function dispatch(routes: readonly Route[], request: Request): Promise<Response> {
  const url = new URL(request.url);
  const method = request.method === "HEAD" ? "GET" : request.method;
  const fitting = routes.filter((candidate) => candidate.pattern.test({ pathname: url.pathname }));
  const chosen = fitting.find((candidate) => candidate.method === method);
  if (!chosen) {
    return fitting.length > 0
      ? jsonAnswer({ error: "method_not_allowed" }, 405, {
          allow: fitting.map((other) => other.method).join(", "),
        })
      : jsonAnswer({ error: "not_found" }, 404);
  }
  const path = chosen.pattern.exec({ pathname: url.pathname })?.pathname.groups ?? {};
  return await chosen.handle({ request, url, path });
}
