import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { type WebAnswer, webAnswer } from "./web-answer.ts";

/** An answer of the API: `cut` breaks the connection instead, `silence` keeps it open. */
export type Reply =
  | { status: number; body: object; headers?: Record<string, string> }
  | "cut"
  | "silence";
export type Verb = "preview" | "accept" | "decline";
/** What the API answers: one after the other, the last one again and again. */
export type Script = Partial<Record<Verb, (Reply | Promise<Reply>)[]>>;

/** The page on a server of its own, with the API's answers written down beforehand. */
export interface InvitationSite {
  /** The link of the mail, or the page with another fragment. */
  link(fragment?: string): string;
  /** The choices and looks that reached the API, with the token they came with. */
  asked: { verb: Verb; token: string }[];
  close(): Promise<void>;
}

export const token = "northwind.inv_01K0XJ3V8Q6Z5M4N3P2R1S0T9V.8sJx2mQ4vN7cL1pR5tY9wA";

/** Serves the page, as it is or of another deployment, and plays the API until closed. */
export async function serveInvitation(
  script: Script,
  shown?: Pick<WebAnswer, "headers" | "body">,
): Promise<InvitationSite> {
  const page = shown ?? (await webAnswer("GET /invitation"));
  const asked: InvitationSite["asked"] = [];
  const next = (verb: Verb) => {
    const turn = asked.filter((earlier) => earlier.verb === verb).length - 1;
    const replies = script[verb] ?? [];
    return replies[turn] ?? replies.at(-1) ?? { status: 404, body: {} };
  };
  const server = createServer(async (request, response) => {
    // On a connection used before, Chromium sends a request that was cut off again by itself.
    response.shouldKeepAlive = false;
    const [, verb] = /^\/v1\/invitations\/(preview|accept|decline)$/.exec(request.url ?? "") ?? [];
    if (request.method === "POST" && verb) {
      asked.push({ verb: verb as Verb, token: await tokenIn(request) });
      return answer(response, await next(verb as Verb));
    }
    const found = request.method === "GET" && request.url === "/invitation";
    response.writeHead(found ? 200 : 404, page.headers);
    response.end(found ? page.body : "");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    link: (fragment = token) => `http://127.0.0.1:${port}/invitation#${fragment}`,
    asked,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

const tokenIn = async (request: IncomingMessage) =>
  ((await json(request)) as { token: string }).token;

function answer(response: ServerResponse, reply: Reply) {
  if (reply === "silence") return;
  if (reply === "cut") return response.destroy();
  const type = reply.status < 400 ? "application/json" : "application/problem+json";
  response.writeHead(reply.status, { "content-type": type, ...reply.headers });
  response.end(JSON.stringify(reply.body));
}
