import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { originOf } from "../shared/lambda/log.ts";
import { nobody } from "./support/api.ts";
import { aPerson } from "./support/given.ts";
import { until } from "./support/inbox.ts";

/** What the log says of a request, once it says anything. */
const saidOf = (requestId: string) =>
  until(async () => {
    const log = readFileSync(join(inject("stateDir"), "usher.log"), "utf8");
    const lines = log.split("\n").filter((line) => line.includes(`"${requestId}"`));
    return lines.length > 0 && lines.map((line) => JSON.parse(line));
  }, "a line");

const named = (requestId: string) => ({ headers: { "x-request-id": requestId } });

test("a request has one line in the log, with its id and its route", async () => {
  await (await aPerson()).call("GET", "/v1/me", named("log-answered"));
  await nobody().call("GET", "/v1/customers", named("log-refused"));
  expect(await saidOf("log-answered")).toMatchObject([
    { message: "answered", route: "GET /v1/me", status: 200 },
  ]);
  expect(await saidOf("log-refused")).toMatchObject([
    { message: "refused", route: "GET /v1/customers", code: "unauthenticated" },
  ]);
});

test("an error is logged by where it came from, and never by what it says", () => {
  const said = new Error("Grace\nHopper\n    at home");
  const lines = originOf(said);
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatch(/^ {4}at .+:\d+/);
  expect(lines.join()).not.toMatch(/Grace|Hopper|home/);
});
