import middy from "@middy/core";
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context,
} from "aws-lambda";
import { lazy } from "../model/lazy.ts";
import { perObject } from "../model/per-object.ts";
import { Refusal } from "../model/refusal.ts";
import { isOutage } from "../table/outage.ts";
import { log, originOf } from "./log.ts";
import { problem } from "./problem.ts";
import type { Endpoint } from "./routes.ts";
import type { UseCase } from "./use-case.ts";

export type Load = (endpoint: Endpoint) => Promise<UseCase>;

type Result = APIGatewayProxyStructuredResultV2;

const requestIdOf = ({ headers, requestContext }: APIGatewayProxyEventV2) =>
  /^[\w.:-]{1,128}$/.exec(headers["x-request-id"] ?? "")?.[0] ?? requestContext.requestId;

/** One log line a request: ids, route and outcome, nothing a person typed. */
const logged = (): middy.MiddlewareObj<APIGatewayProxyEventV2, Result, Error, Context> => ({
  before: ({ event, internal }) => {
    Object.assign(internal, { began: Date.now() });
    log.about({ requestId: requestIdOf(event), route: event.routeKey });
  },
  after: ({ response, internal }) => {
    log.info("answered", {
      status: response?.statusCode,
      ms: Date.now() - Number((internal as { began: number }).began),
    });
  },
});

/** Turns what was thrown into problem details. Only what nobody foresaw is logged as an error. */
const refused = (): middy.MiddlewareObj<APIGatewayProxyEventV2, Result, Error, Context> => ({
  onError: (request) => {
    const { error, event } = request;
    const foreseen = error instanceof Refusal ? error : unavailable(error);
    if (foreseen) log.info("refused", { code: foreseen.code });
    else log.error("failed", { name: error?.name, stack: originOf(error) });
    request.response = problem(foreseen ?? error, requestIdOf(event));
  },
});

/** The table being slow, throttled or away is no fault of the request: come back in a moment. */
function unavailable(error: (Error & { code?: string }) | null | undefined): Refusal | undefined {
  if (!error || !isOutage(error)) return undefined;
  log.warn("table away", { name: error.name });
  return new Refusal("unavailable", "The service is busy. Try again in a moment.", {
    retryAfter: 5,
  });
}

// Asking for a module again costs a request more than calling what is in it.
const routes = lazy(() => import("./routes.ts"));
const performing = lazy(() => import("./perform.ts"));

/** The handler of every route: finds the endpoint, loads its use case and answers for it. */
export function serve(load: Load) {
  const loadOnce = perObject(load);
  return middy<APIGatewayProxyEventV2, Result, Error, Context>()
    .use(logged())
    .use(refused())
    .handler(async (event) => {
      const { endpointOf, methodsOf } = await routes();
      const endpoint = endpointOf(event.routeKey, event.pathParameters);
      if (!endpoint) throw nowhere(event, methodsOf(event.rawPath));
      const { perform } = await performing();
      return perform(endpoint, event, loadOnce, requestIdOf(event));
    });
}

/** An address that is written otherwise than its route has a method there, and leads nowhere all the same. */
function nowhere({ requestContext }: APIGatewayProxyEventV2, allow: string[]): Refusal {
  const { method } = requestContext.http;
  if (allow.length === 0 || allow.includes(method)) return new Refusal("not_found");
  return new Refusal(
    "method_not_allowed",
    `${method} is not possible here. Use ${allow.join(" or ")}.`,
    { allow },
  );
}
