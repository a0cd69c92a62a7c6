import { CannotStart } from "../cannot-start.ts";
import type { Template } from "../template.ts";

/** A route of the HTTP API and the function behind it. */
export type Route = {
  routeKey: string;
  functionId: string;
  milliseconds: number;
};
/** The route that a request takes. */
export type Match = { route: Route; pathParameters?: Record<string, string> };

type RouteProperties = { RouteKey: string; Target: string; AuthorizationType?: string };
type IntegrationProperties = {
  IntegrationType: string;
  IntegrationUri: string;
  PayloadFormatVersion?: string;
  TimeoutInMillis?: number;
};

/** The routes of the template's HTTP API; what this host cannot serve the same way stops the start. */
export function readRoutes(template: Template): Route[] {
  const callable = new Set(
    template
      .resources<{ FunctionName: string; Principal: string }>("AWS::Lambda::Permission")
      .filter(({ properties }) => properties.Principal === "apigateway.amazonaws.com")
      .map(({ properties }) => properties.FunctionName),
  );
  return template.resources<RouteProperties>("AWS::ApiGatewayV2::Route").map(({ properties }) => {
    const { RouteKey: routeKey, Target, AuthorizationType = "NONE" } = properties;
    const id = Target.split("/").at(-1) ?? "";
    const integration = template.get<IntegrationProperties>(id).properties;
    const { IntegrationType, IntegrationUri, PayloadFormatVersion, TimeoutInMillis } = integration;
    if (AuthorizationType !== "NONE") {
      throw new CannotStart(`The route ${routeKey} has an authorizer, which does not run here.`);
    }
    if (routeKey.includes("+}")) {
      throw new CannotStart(
        `The route ${routeKey} has a greedy parameter, which is not served here.`,
      );
    }
    if (IntegrationType !== "AWS_PROXY" || PayloadFormatVersion !== "2.0") {
      throw new CannotStart(`The route ${routeKey} is no function with payload format 2.0.`);
    }
    if (!callable.has(IntegrationUri)) {
      throw new CannotStart(`No permission lets API Gateway call ${IntegrationUri} (${routeKey}).`);
    }
    return { routeKey, functionId: IntegrationUri, milliseconds: TimeoutInMillis ?? 30_000 };
  });
}

/** Finds the route of a request: fixed words win over parameters, `$default` takes what is left. */
export function router(routes: Route[]): (method: string, path: string) => Match | undefined {
  const parsed = routes
    .filter(({ routeKey }) => routeKey !== "$default")
    .map((route) => {
      const [method, path = ""] = route.routeKey.split(" ");
      return { route, method, segments: path.split("/") };
    });
  const fallback = routes.find(({ routeKey }) => routeKey === "$default");

  return (method, path) => {
    const given = path.split("/");
    const found = parsed
      .filter((each) => each.method === method || each.method === "ANY")
      .flatMap(({ route, segments }) => {
        const pathParameters = parametersOf(segments, given);
        return pathParameters ? [{ route, pathParameters }] : [];
      })
      .sort((one, other) => count(one) - count(other))[0];
    if (!found) return fallback && { route: fallback };
    return count(found) === 0 ? { route: found.route } : found;
  };
}

const count = ({ pathParameters }: Required<Match>) => Object.keys(pathParameters).length;

function parametersOf(pattern: string[], given: string[]) {
  if (pattern.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const value = given[index] ?? "";
    const name = /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === undefined) {
      if (segment !== value) return undefined;
    } else {
      if (value === "") return undefined;
      parameters[name] = decodeURIComponent(value);
    }
  }
  return parameters;
}
