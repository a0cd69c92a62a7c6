import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openapi } from "../../shared/api/openapi.ts";
import { type WebAnswer, webAnswer } from "./web-answer.ts";

const json = (body: unknown): WebAnswer => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

function answerTo(path: string): WebAnswer | Promise<WebAnswer> {
  if (path === "/docs") return webAnswer("GET /docs");
  if (path === "/openapi.json") return json(openapi());
  if (path === "/v1/me") return json({ id: "usr_01K0XJ3V8Q6Z5M4N3P2R1S0T9V", firstName: "Ada" });
  return webAnswer("GET /docs/{asset}", { asset: path.replace("/docs/", "") });
}

/** The documentation on a server of its own, and one endpoint to try. */
export async function serveDocs() {
  /** What came with each request, by its path. */
  const authorizations = new Map<string, string | undefined>();
  const server = createServer(async (request, response) => {
    const path = request.url ?? "";
    authorizations.set(path, request.headers.authorization);
    const { status, headers, body } = await answerTo(path);
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/docs`,
    authorizations,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
