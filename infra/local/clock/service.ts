import { type IncomingMessage, type RequestListener, STATUS_CODES } from "node:http";
import { bodyOf } from "../body.ts";
import type { Clock } from "../clock.ts";
import type { Schedules } from "../schedules.ts";
import { targetOf } from "./target.ts";

const largestBody = 1024;

type Options = {
  clock: Clock;
  schedules: Pick<Schedules, "catchUp">;
  say: (line: string) => void;
};
type Reply = { status: number; headers?: Record<string, string>; body: object };

/** The clock for whoever sits at this machine: `GET /` says what time it is, `POST /` moves it forward. */
export function createClockService({ clock, schedules, say }: Options): RequestListener {
  const shown = () => new Date(clock.now()).toISOString();

  async function move(request: IncomingMessage): Promise<Reply> {
    if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
      return refusal(415, "Send it with Content-Type: application/json.");
    }
    const body = await bodyOf(request, largestBody);
    if (!body) return refusal(413, `A body here has ${largestBody} bytes at most.`);
    const now = clock.now();
    const target = targetOf(body.toString(), now);
    if ("refused" in target) return refusal(400, target.refused);
    clock.move(target.to - now);
    say(`The clock is now ${shown()}.`);
    await schedules.catchUp();
    return { status: 200, body: { now: shown() } };
  }

  async function reply(request: IncomingMessage): Promise<Reply> {
    if (request.headers.origin !== undefined) {
      return refusal(403, "No web page may ask for the time here, or move it.");
    }
    if (request.url !== "/") return refusal(404, "The clock is at /.");
    if (request.method === "GET") return { status: 200, body: { now: shown() } };
    if (request.method === "POST") return move(request);
    return refusal(405, "GET says what time it is, POST moves it.", { allow: "GET, POST" });
  }

  return async (request, response) => {
    try {
      const { status, headers, body } = await reply(request);
      const type = status === 200 ? "application/json" : "application/problem+json";
      response.writeHead(status, { "content-type": type, ...headers }).end(JSON.stringify(body));
    } catch {
      // The client went away while it was sending.
      response.destroy();
    }
  };
}

const refusal = (status: number, detail: string, headers = {}): Reply => ({
  status,
  headers,
  body: { title: STATUS_CODES[status], status, detail },
});
