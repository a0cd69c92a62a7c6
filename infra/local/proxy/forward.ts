import { Agent, type IncomingMessage, request as send } from "node:http";
import type { Answer } from "../answer.ts";
import { bodyOf } from "../body.ts";

/** Sends a function's request on to what plays the service; answers what that answers. */
export type Forward = (origin: string, request: IncomingMessage, body: Buffer) => Promise<Answer>;

const perConnection = new Set(["connection", "keep-alive", "transfer-encoding", "content-length"]);

/** Makes a forwarder that keeps its connections until it is closed. */
export function createForward(): { forward: Forward; close: () => void } {
  const agent = new Agent({ keepAlive: true });
  return {
    forward: async (origin, request, body) => {
      const { promise: answered, resolve, reject } = Promise.withResolvers<IncomingMessage>();
      const { method, url = "/" } = request;
      const headers = { ...own(request.headers), "content-length": body.length };
      const { hostname, port } = new URL(origin);
      send({ agent, hostname, port, path: url, method, headers }, resolve)
        .on("error", reject)
        .end(body);
      const answer = await answered;
      return {
        status: answer.statusCode ?? 502,
        headers: own(answer.headers) as Answer["headers"],
        body: await bodyOf(answer),
      };
    },
    close: () => agent.destroy(),
  };
}

const own = (headers: IncomingMessage["headers"]) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !perConnection.has(name)));
