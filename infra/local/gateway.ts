import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Answer } from "./answer.ts";
import { bodyOf } from "./body.ts";
import { newTrace } from "./functions.ts";
import { answerOf, ownAnswer } from "./gateway/answer.ts";
import { readCors } from "./gateway/cors.ts";
import { eventOf } from "./gateway/event.ts";
import { readRoutes, router } from "./gateway/routes.ts";
import type { Invoke } from "./invoke.ts";
import type { Template } from "./template.ts";

const largestBody = 10 * 1024 * 1024;

type Options = { template: Template; invoke: Invoke; now: () => number };

/** The HTTP API of the template as a listener; it does what API Gateway does by itself, throttling apart. */
export function createGateway({ template, invoke, now }: Options): RequestListener {
  const find = router(readRoutes(template));
  const cors = readCors(template);

  async function answer(request: IncomingMessage, requestId: string): Promise<Answer> {
    const preflight = cors.preflight(request);
    if (preflight) return preflight;
    const [path = "/", query = ""] = split(request.url ?? "/");
    if (!isDecodable(path)) return ownAnswer(400, "Bad Request");
    const match = find(request.method ?? "GET", path);
    if (!match) return ownAnswer(404, "Not Found");
    const body = await bodyOf(request, largestBody);
    if (!body) return ownAnswer(413, "Request Entity Too Large");
    const trace = String(request.headers["x-amzn-trace-id"] ?? newTrace());
    const event = eventOf({ request, path, query, body, match, requestId, trace, time: now() });
    const { functionId, milliseconds } = match.route;
    try {
      const result = await within(milliseconds, invoke(functionId, event, trace));
      return result === late ? ownAnswer(503, "Service Unavailable") : answerOf(result);
    } catch {
      return ownAnswer(500, "Internal Server Error");
    }
  }

  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const requestId = randomUUID();
    const { status, headers, body } = await answer(request, requestId);
    response.writeHead(status, {
      ...headers,
      ...cors.headers(request),
      ...(status !== 204 && { "content-length": body.length }),
      "apigw-requestid": requestId,
    });
    response.end(request.method === "HEAD" ? undefined : body);
  };
  return (request, response) => {
    respond(request, response).catch(() => response.destroy());
  };
}

const late = Symbol("late");

async function within<T>(milliseconds: number, result: Promise<T>): Promise<T | typeof late> {
  const { promise: timeout, resolve } = Promise.withResolvers<typeof late>();
  const timer = setTimeout(() => resolve(late), milliseconds);
  return Promise.race([result, timeout]).finally(() => clearTimeout(timer));
}

function split(url: string) {
  const at = url.indexOf("?");
  return at < 0 ? [url] : [url.slice(0, at), url.slice(at + 1)];
}

function isDecodable(path: string) {
  try {
    return decodeURIComponent(path) !== "";
  } catch {
    return false;
  }
}
