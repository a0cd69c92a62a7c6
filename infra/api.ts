import { CfnOutput, RemovalPolicy, type Stack } from "aws-cdk-lib";
import { CfnApi, CfnApiMapping, CfnDomainName, CfnStage } from "aws-cdk-lib/aws-apigatewayv2";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Settings } from "./settings.ts";

export type HttpApi = { api: CfnApi; stage: CfnStage; url: string };

/** What API Gateway writes of each request; neither headers nor queries, which may hold secrets. */
const accessLog = {
  requestId: "$context.requestId",
  time: "$context.requestTime",
  ip: "$context.identity.sourceIp",
  route: "$context.routeKey",
  path: "$context.path",
  status: "$context.status",
  bytes: "$context.responseLength",
  milliseconds: "$context.responseLatency",
  problem: "$context.error.message",
  integrationProblem: "$context.integrationErrorMessage",
};

/** The HTTP API and its only stage, without routes yet. */
export function createApi(stack: Stack, settings: Settings): HttpApi {
  const api = new CfnApi(stack, "Api", {
    name: stack.stackName,
    protocolType: "HTTP",
    disableExecuteApiEndpoint: settings.domainName !== undefined,
    corsConfiguration: settings.corsOrigins && cors(settings.corsOrigins),
  });
  const logGroup = new LogGroup(stack, "AccessLogs", {
    // Groups of this prefix need no entry in the account's log policy, which is limited in size.
    logGroupName: `/aws/vendedlogs/${stack.stackName}/api`,
    retention: settings.logDays,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const stage = new CfnStage(stack, "Stage", {
    apiId: api.ref,
    stageName: "$default",
    autoDeploy: true,
    accessLogSettings: {
      destinationArn: logGroup.logGroupArn,
      format: JSON.stringify(accessLog),
    },
    defaultRouteSettings: {
      throttlingRateLimit: settings.rateLimit,
      throttlingBurstLimit: settings.burstLimit,
    },
  });
  if (settings.domainName) createDomain(stack, settings, stage);
  const url = settings.domainName ? `https://${settings.domainName}` : api.attrApiEndpoint;
  new CfnOutput(stack, "Url", { value: url });
  return { api, stage, url };
}

/** Scripts of other origins send what requests take, and read what answers say. */
const cors = (allowOrigins: string[]): CfnApi.CorsProperty => ({
  allowOrigins,
  allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
  allowHeaders: [
    "authorization",
    "content-type",
    "idempotency-key",
    "if-match",
    "if-none-match",
    "x-request-id",
  ],
  exposeHeaders: [
    "allow",
    "etag",
    "idempotent-replayed",
    "link",
    "retry-after",
    "usher-warning",
    "x-request-id",
  ],
  maxAge: 600,
});

function createDomain(
  stack: Stack,
  { domainName = "", certificateArn }: Settings,
  stage: CfnStage,
) {
  const domain = new CfnDomainName(stack, "Domain", {
    domainName,
    domainNameConfigurations: [
      { certificateArn, endpointType: "REGIONAL", securityPolicy: "TLS_1_2" },
    ],
  });
  new CfnApiMapping(stack, "DomainMapping", {
    apiId: stage.apiId,
    stage: stage.ref,
    domainName: domain.ref,
  });
  new CfnOutput(stack, "DomainRecord", {
    value: `${domainName} CNAME ${domain.attrRegionalDomainName}`,
  });
}
