import { DomainError } from "../errors.ts";
import type { Handler } from "./json-route.ts";
import { problemOf } from "./problem.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];

/**
 * All methods of one resource of the API: its own, HEAD where there is GET, OPTIONS that names them, and
 * for the rest a 405 that names them too (RFC 9110, 15.5.6).
 */
export function resource<Params>(
  own: Partial<Record<Method, Handler<Params>>>,
): Record<Method | "HEAD" | "OPTIONS", Handler<Params>> {
  const taken = METHODS.filter((method) => own[method]);
  const allow = [...taken, ...(own.GET ? ["HEAD"] : []), "OPTIONS"].join(", ");
  const refuse = () => {
    const response = problemOf(new DomainError("method_not_allowed"));
    response.headers.set("allow", allow);
    return Promise.resolve(response);
  };
  const { GET = refuse, POST = refuse, PUT = refuse, PATCH = refuse, DELETE = refuse } = own;
  const OPTIONS = () => Promise.resolve(new Response(null, { status: 204, headers: { allow } }));
  return { GET, HEAD: GET, OPTIONS, POST, PUT, PATCH, DELETE };
}
