import type { IncomingMessage } from "node:http";
import type { Answer } from "../answer.ts";
import type { Template } from "../template.ts";

type Configuration = {
  AllowOrigins?: string[];
  AllowMethods?: string[];
  AllowHeaders?: string[];
  ExposeHeaders?: string[];
  MaxAge?: number;
};
type Headers = Record<string, string>;

/** Cross-origin rules that API Gateway applies by itself. */
export type Cors = {
  /** The answer to a preflight request, which reaches no function. */
  preflight: (request: IncomingMessage) => Answer | undefined;
  /** Headers for the answer to any other request. */
  headers: (request: IncomingMessage) => Headers;
};

/** The cross-origin rules of the template; none means none. */
export function readCors(template: Template): Cors {
  const [api] = template.resources<{ CorsConfiguration?: Configuration }>("AWS::ApiGatewayV2::Api");
  const rules = api?.properties.CorsConfiguration;
  if (!rules) return { preflight: () => undefined, headers: () => ({}) };

  const allowed = (request: IncomingMessage): Headers | undefined => {
    const origin = request.headers.origin;
    const known = rules.AllowOrigins?.find((each) => each === "*" || each === origin);
    return origin && known ? { "access-control-allow-origin": known, vary: "origin" } : undefined;
  };
  return {
    preflight: (request) => {
      if (request.method !== "OPTIONS" || !request.headers["access-control-request-method"]) {
        return undefined;
      }
      const headers = allowed(request) && {
        ...allowed(request),
        "access-control-allow-methods": (rules.AllowMethods ?? []).join(","),
        "access-control-allow-headers": (rules.AllowHeaders ?? []).join(","),
        "access-control-max-age": String(rules.MaxAge ?? 0),
      };
      return { status: 204, headers: headers ?? {}, body: Buffer.alloc(0) };
    },
    headers: (request) => {
      const headers = allowed(request);
      const exposed = (rules.ExposeHeaders ?? []).join(",");
      return headers ? { ...headers, "access-control-expose-headers": exposed } : {};
    },
  };
}
