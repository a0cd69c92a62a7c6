import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { nobody } from "./support/api.ts";
import { aPerson } from "./support/given.ts";
import { until } from "./support/inbox.ts";

const linesOf = (requestId: string) => {
  const log = readFileSync(join(inject("stateDir"), "usher.log"), "utf8");
  const lines = log.split("\n").filter((line) => line.includes(requestId));
  return lines.map((line) => JSON.parse(line));
};

test("each line about a request tells its id and its route, and none those of another", async () => {
  const person = await aPerson();
  const headers = (id: string) => ({ headers: { "x-request-id": id } });
  await person.call("GET", "/v1/me", headers("log-answered"));
  await nobody().call("GET", "/v1/customers", headers("log-refused"));
  const route = "GET /v1/customers";
  expect(
    await until(async () => linesOf("log-refused")[1] && linesOf("log-refused"), "it"),
  ).toEqual([
    expect.objectContaining({ message: "refused", route, code: "unauthenticated" }),
    expect.objectContaining({ message: "answered", route, status: 401 }),
  ]);
  expect(linesOf("log-answered")).toMatchObject([{ route: "GET /v1/me", status: 200 }]);
});
