import { once } from "node:events";
import { get } from "node:http";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { listen } from "../../../infra/local/listen.ts";

/** Asks with exactly this host, as `fetch` does not. */
async function ask(host: string) {
  const { port, answer, close } = await listen(0);
  onTestFinished(close);
  answer((_, response) => void response.end("Hello"));
  const asked = get({ host: "127.0.0.1", port, agent: false, headers: { host } });
  const [response] = await once(asked, "response");
  return [response.statusCode, await text(response)];
}

test.each([
  "127.0.0.1",
  "127.0.0.1:4000",
  "localhost",
  "LOCALHOST:1",
  "[::1]:4000",
  "usher.localhost",
  "a.b-c.localhost:80",
])("a server of this machine answers as %s", async (host) => {
  expect(await ask(host)).toEqual([200, "Hello"]);
});

test.each([
  "example.org",
  "example.org:4000",
  "localhost.example.org",
  "notlocalhost",
  "127.0.0.1.example.org",
  "127.0.0.1:",
  "127.0.0.1:80:80",
  "10.0.0.1",
  "x@localhost",
])("a server of this machine does not answer as %j", async (host) => {
  expect(await ask(host)).toEqual([421, "Call this machine 127.0.0.1 or localhost.\n"]);
});
