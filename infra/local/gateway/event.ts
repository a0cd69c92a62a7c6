import type { IncomingMessage } from "node:http";
import { account } from "../names.ts";
import type { Match } from "./routes.ts";

type Received = {
  request: IncomingMessage;
  path: string;
  query: string;
  body: Buffer;
  match: Match;
  requestId: string;
  trace: string;
  time: number;
};

const hopByHop = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade"]);
const text = /^(text\/[^;]*|application\/(json|xml|javascript))\s*(;|$)/i;

/** The event of payload format 2.0 that API Gateway makes of a request. */
export function eventOf({ request, path, query, body, match, requestId, trace, time }: Received) {
  const { host = "", cookie, ...headers } = headersOf(request);
  const { remoteAddress: sourceIp = "" } = request.socket;
  const isBase64Encoded = body.length > 0 && !text.test(headers["content-type"] ?? "");
  const { routeKey } = match.route;
  return {
    version: "2.0",
    routeKey,
    rawPath: decodeURIComponent(path),
    rawQueryString: query,
    ...(cookie && { cookies: cookie.split(/;\s*/) }),
    headers: {
      ...headers,
      host,
      "x-amzn-trace-id": trace,
      "x-forwarded-for": sourceIp,
      "x-forwarded-port": host.split(":")[1] ?? "80",
      "x-forwarded-proto": "http",
    },
    ...(query && { queryStringParameters: queryOf(query) }),
    requestContext: {
      accountId: account,
      apiId: "local",
      domainName: host,
      domainPrefix: host.split(".")[0],
      http: {
        method: request.method,
        path: decodeURIComponent(path),
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp,
        userAgent: headers["user-agent"] ?? "",
      },
      requestId,
      routeKey,
      stage: "$default",
      time: logTime(time),
      timeEpoch: time,
    },
    ...(match.pathParameters && { pathParameters: match.pathParameters }),
    ...(body.length > 0 && { body: body.toString(isBase64Encoded ? "base64" : "utf8") }),
    isBase64Encoded,
  };
}

function headersOf({ rawHeaders }: IncomingMessage) {
  const headers: Record<string, string> = {};
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? "").toLowerCase();
    const value = rawHeaders[index + 1] ?? "";
    if (hopByHop.has(name)) continue;
    const separator = name === "cookie" ? "; " : ",";
    headers[name] = name in headers ? `${headers[name]}${separator}${value}` : value;
  }
  return headers;
}

function queryOf(query: string) {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = name in parameters ? `${parameters[name]},${value}` : value;
  }
  return parameters;
}

/** `12/Mar/2020:19:03:58 +0000`. */
function logTime(time: number) {
  const [, day, month, year, clock] = new Date(time).toUTCString().split(" ");
  return `${day}/${month}/${year}:${clock} +0000`;
}
