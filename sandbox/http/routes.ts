import { jsonAnswer } from "./answer.ts";

export interface Call {
  readonly request: Request;
  readonly url: URL;
  /** The `:names` of the route's path. */
  readonly path: Readonly<Record<string, string | undefined>>;
}

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly pattern: URLPattern;
  readonly handle: (call: Call) => Response | Promise<Response>;
}

export function route(method: Route["method"], pathname: string, handle: Route["handle"]): Route {
  return { method, pattern: new URLPattern({ pathname }), handle };
}

/** Says that no route fits. `allowed` are the methods that the path has; none means there is no such path. */
export type Refuse = (request: Request, allowed: readonly string[]) => Response;

const refuseInJson: Refuse = (_request, allowed) =>
  allowed.length > 0
    ? jsonAnswer({ error: "method_not_allowed" }, 405, { allow: allowed.join(", ") })
    : jsonAnswer({ error: "not_found" }, 404);

/** Answers with the first route that fits; HEAD is answered as GET, and Node withholds the body. */
export async function dispatch(
  routes: readonly Route[],
  request: Request,
  refuse: Refuse = refuseInJson,
): Promise<Response> {
  const url = new URL(request.url);
  const method = request.method === "HEAD" ? "GET" : request.method;
  const fitting = routes.filter((candidate) => candidate.pattern.test({ pathname: url.pathname }));
  const chosen = fitting.find((candidate) => candidate.method === method);
  if (!chosen) {
    return refuse(
      request,
      fitting.map((other) => other.method),
    );
  }
  const path = chosen.pattern.exec({ pathname: url.pathname })?.pathname.groups ?? {};
  return await chosen.handle({ request, url, path });
}
