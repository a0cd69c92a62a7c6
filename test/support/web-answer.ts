import type { APIGatewayProxyEventV2, Context } from "aws-lambda";

/** What a browser gets from the function behind a route. */
export interface WebAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Asks the function for what a route without a caller shows. */
export async function webAnswer(
  route: string,
  pathParameters: Record<string, string> = {},
): Promise<WebAnswer> {
  const event = {
    version: "2.0",
    routeKey: route,
    rawPath: route.replace(/^GET /, ""),
    headers: {},
    pathParameters,
    requestContext: { requestId: "JKJaXmPLvHcESHA=", http: { method: "GET" } },
  } as unknown as APIGatewayProxyEventV2;
  process.env.POWERTOOLS_LOG_LEVEL ??= "SILENT";
  const { handler } = await import("../../functions/http.ts");
  const answer = await handler(event, {} as Context);
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers as Record<string, string>,
    body: answer.body ?? "",
  };
}
