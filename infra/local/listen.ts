import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { CannotStart } from "./cannot-start.ts";

/** A server that answers on this machine only. */
export type Listener = {
  origin: string;
  port: number;
  /** Says who answers; requests that came before have waited. */
  answer: (listener: RequestListener) => void;
  close: () => Promise<void>;
};

/** What API Gateway takes in headers, together. */
const maxHeaderSize = 10 * 1024;

/** A client that is busy for a while must not find its connection closed under its next request. */
const keepAliveTimeout = 75_000;

/** Whether a host is this machine, at whichever port. A page may lead its own name here, to be answered as if at home. */
export const isHere = (host: string) =>
  /^(127\.0\.0\.1|\[::1\]|([a-z\d-]+\.)*localhost)(:\d+)?$/i.test(host);

const taken = (port: number, setting?: string) =>
  `Port ${port} is taken. Set ${setting} to a free one.`;
const reserved = (port: number, setting?: string) =>
  `Port ${port} may not be used by you. Set ${setting} to one above 1023.`;

/** Listens on a port of the loopback address (0 takes any free one). */
export async function listen(port: number, setting?: string): Promise<Listener> {
  const { promise: ready, resolve: answer } = Promise.withResolvers<RequestListener>();
  const server = createServer({ maxHeaderSize, keepAliveTimeout }, async (request, response) => {
    if (isHere(request.headers.host ?? "")) return (await ready)(request, response);
    response.writeHead(421, { "content-type": "text/plain" });
    response.end("Call this machine 127.0.0.1 or localhost.\n");
  });
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    const why = { EADDRINUSE: taken, EACCES: reserved }[(error as { code: string }).code];
    throw why ? new CannotStart(why(port, setting)) : error;
  }
  const { port: actual } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${actual}`,
    port: actual,
    answer,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}
