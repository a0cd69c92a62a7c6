import { beforeAll, expect, test } from "vitest";
import { endpoints } from "../../infra/routes.ts";
import { type Stacked, templateWith } from "./stack.ts";

type Route = { RouteKey: string; Target: { "Fn::Join": [string, [string, { Ref: string }]] } };

let stack: Stacked;
let server: Map<string, string>;
beforeAll(() => {
  stack = templateWith({
    corsOrigins: "https://app.example.org",
    domainName: "usher.example.org",
    certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/1",
  });
  server = new Map(
    stack.of<Route>("AWS::ApiGatewayV2::Route").map(({ properties }) => {
      const [separator, [kind, { Ref }]] = properties.Target["Fn::Join"];
      expect([separator, kind]).toEqual(["/", "integrations"]);
      return [properties.RouteKey, functionBehind(Ref)];
    }),
  );
});

function functionBehind(integration: string) {
  const called = stack.get<{ IntegrationUri: { Ref: string } }>(integration).IntegrationUri.Ref;
  const alias = stack.get<{ FunctionName: { Ref: string } }>(called);
  return alias.FunctionName.Ref.replace(/[0-9A-F]{8}$/, "");
}

test("every contract has exactly one route, and nothing else has but $default", () => {
  const routes = stack
    .of<Route>("AWS::ApiGatewayV2::Route")
    .map(({ properties }) => properties.RouteKey);
  const promised = endpoints.map(({ contract }) => `${contract.method} ${contract.path}`);
  expect(promised.length).toBeGreaterThan(30);
  expect(routes.sort()).toEqual([...promised, "$default"].sort());
});

test("a route leads to the function with the fewest rights that can keep its contract", () => {
  for (const { contract } of endpoints) {
    const route = `${contract.method} ${contract.path}`;
    const reads = contract.method === "GET" ? "Read" : "Write";
    expect(server.get(route), route).toBe(contract.allows === "anyone" ? "Public" : reads);
  }
  expect(server.get("$default")).toBe("Public");
});

test("one integration and one permission serve all routes of a function", () => {
  expect(stack.of("AWS::ApiGatewayV2::Integration")).toHaveLength(3);
  const permissions = stack
    .of<{ FunctionName: { Ref: string }; Principal: string }>("AWS::Lambda::Permission")
    .map(({ properties }) => properties)
    .filter(({ Principal }) => Principal === "apigateway.amazonaws.com");
  expect(new Set(permissions.map(({ FunctionName }) => FunctionName.Ref)).size).toBe(3);
  expect(permissions).toHaveLength(3);
});

test("the gateway waits longer than a function may take, and speaks format 2.0", () => {
  for (const { properties } of stack.of("AWS::ApiGatewayV2::Integration")) {
    expect(properties).toMatchObject({ PayloadFormatVersion: "2.0", TimeoutInMillis: 15_000 });
  }
});

test("the only stage is throttled and logs what holds no secret", () => {
  const stages = stack.of<{ AccessLogSettings: { Format: string } }>("AWS::ApiGatewayV2::Stage");
  expect(stages).toHaveLength(1);
  expect(stages[0]?.properties).toMatchObject({
    StageName: "$default",
    DefaultRouteSettings: { ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 },
  });
  const format = Object.values(JSON.parse(stages[0]?.properties.AccessLogSettings.Format ?? "{}"));
  expect(format).toContain("$context.requestId");
  expect(format.join()).not.toMatch(/header|querystring|authorizer|userAgent/i);
});

test("scripts of configured origins may call it, without credentials of the browser", () => {
  const [api] = stack.of<{ CorsConfiguration: Record<string, unknown> }>("AWS::ApiGatewayV2::Api");
  expect(api?.properties.CorsConfiguration).toMatchObject({
    AllowOrigins: ["https://app.example.org"],
    MaxAge: 600,
  });
  expect(api?.properties.CorsConfiguration.AllowCredentials).toBeUndefined();
});

test("with a domain of its own the API answers nowhere else", () => {
  const [api] = stack.of("AWS::ApiGatewayV2::Api");
  expect(api?.properties.DisableExecuteApiEndpoint).toBe(true);
  expect(stack.of("AWS::ApiGatewayV2::ApiMapping")).toHaveLength(1);
  expect(stack.outputs.Url?.Value).toBe("https://usher.example.org");
});
