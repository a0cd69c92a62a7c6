import { Aws, Fn, type Stack } from "aws-cdk-lib";
import { CfnIntegration, CfnRoute } from "aws-cdk-lib/aws-apigatewayv2";
import { CfnPermission } from "aws-cdk-lib/aws-lambda";
import type { Contract } from "../shared/api/contract.ts";
import * as api from "../shared/api/index.ts";
import type { HttpApi } from "./api.ts";
import type { Functions } from "./functions.ts";
import { pascal, plan } from "./plan.ts";

type Server = "read" | "write" | "public";

/** Every endpoint with the words of its name. */
export const endpoints = Object.entries(api).flatMap(([noun, verbs]) =>
  Object.entries(verbs as Record<string, Contract>).map(([verb, contract]) => ({
    noun,
    verb,
    contract,
  })),
);

/** The function with the fewest rights that can keep a contract. */
const serverOf = ({ allows, method }: Contract): Server => {
  if (allows === "anyone") return "public";
  return method === "GET" ? "read" : "write";
};

/** A route for every contract, and `$default` for what none of them promises. */
export function addRoutes(stack: Stack, http: HttpApi, functions: Functions) {
  const targets = {
    read: addIntegration(stack, http, functions, "read"),
    write: addIntegration(stack, http, functions, "write"),
    public: addIntegration(stack, http, functions, "public"),
  };
  for (const { noun, verb, contract } of endpoints) {
    new CfnRoute(stack, `Route${pascal(noun)}${pascal(verb)}`, {
      apiId: http.api.ref,
      routeKey: `${contract.method} ${contract.path}`,
      target: targets[serverOf(contract)],
    });
  }
  new CfnRoute(stack, "RouteDefault", {
    apiId: http.api.ref,
    routeKey: "$default",
    target: targets.public,
  });
}

/** One permission per function: one per route would overrun its 20 KB policy at some 40 routes. */
function addIntegration(stack: Stack, { api }: HttpApi, functions: Functions, name: Server) {
  const id = pascal(name);
  const live = functions[name].live.functionArn;
  new CfnPermission(stack, `${id}Permission`, {
    functionName: live,
    action: "lambda:InvokeFunction",
    principal: "apigateway.amazonaws.com",
    sourceArn: `arn:${Aws.PARTITION}:execute-api:${Aws.REGION}:${Aws.ACCOUNT_ID}:${api.ref}/*/*`,
  });
  const integration = new CfnIntegration(stack, `${id}Integration`, {
    apiId: api.ref,
    integrationType: "AWS_PROXY",
    integrationUri: live,
    payloadFormatVersion: "2.0",
    // A cold start comes before the function's own time.
    timeoutInMillis: (plan[name].timeout + 5) * 1000,
  });
  return Fn.join("/", ["integrations", integration.ref]);
}
