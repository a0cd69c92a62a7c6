type Options = { milliseconds?: number };
type Resource = { Type: string; Properties: Record<string, unknown> };

/** An HTTP API whose routes all lead to one function, `Fn`, with the bundle `fn`. */
export function httpApi(routes: Record<string, Options>, cors?: object): Record<string, Resource> {
  const resources: Record<string, Resource> = {
    Api: { Type: "AWS::ApiGatewayV2::Api", Properties: { CorsConfiguration: cors } },
    Fn: {
      Type: "AWS::Lambda::Function",
      Properties: {
        Code: { S3Key: "fn.zip" },
        Handler: "index.handler",
        Runtime: "nodejs24.x",
        Timeout: 1,
      },
    },
    Permission: {
      Type: "AWS::Lambda::Permission",
      Properties: { FunctionName: { Ref: "Fn" }, Principal: "apigateway.amazonaws.com" },
    },
  };
  for (const [index, [RouteKey, { milliseconds }]] of Object.entries(routes).entries()) {
    resources[`Integration${index}`] = {
      Type: "AWS::ApiGatewayV2::Integration",
      Properties: {
        IntegrationType: "AWS_PROXY",
        IntegrationUri: { Ref: "Fn" },
        PayloadFormatVersion: "2.0",
        TimeoutInMillis: milliseconds,
      },
    };
    resources[`Route${index}`] = {
      Type: "AWS::ApiGatewayV2::Route",
      Properties: {
        RouteKey,
        Target: { "Fn::Join": ["/", ["integrations", { Ref: `Integration${index}` }]] },
      },
    };
  }
  return resources;
}
