import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";

interface Listing {
  UserPoolId: string;
  Filter: string;
  Limit: number;
}

/** How a directory answers: with people, not at all, or too late. */
export type Mood = "well" | "broken" | "slow" | "garbled";

type Attributes = Record<string, string | undefined>;

/** A user pool that speaks Cognito's protocol (JSON 1.1, `ListUsers`): it keeps what it was asked and understands filters of one attribute. */
export async function startUserPool(people: Attributes[]) {
  const asked: Listing[] = [];
  const state = { mood: "well" as Mood };
  const server = createServer(async (request, response) => {
    const listing = (await json(request)) as Listing;
    asked.push(listing);
    if (state.mood === "slow") await wait(4_000);
    const target = String(request.headers["x-amz-target"]);
    const isKnown = target === "AWSCognitoIdentityProviderService.ListUsers";
    const match = /^(\w+) (\^?=) "([^"\\]*)"$/.exec(listing.Filter);
    response.setHeader("content-type", "application/x-amz-json-1.1");
    if (state.mood === "garbled") return response.end("<html>");
    if (state.mood === "broken" || !isKnown || !match) {
      response.statusCode = state.mood === "broken" ? 500 : 400;
      return response.end(JSON.stringify({ __type: "InvalidParameterException" }));
    }
    const [, attribute = "", operator, value = ""] = match;
    const fits = (text = "") =>
      operator === "="
        ? text.toLowerCase() === value
        : text.toLowerCase().startsWith(value.toLowerCase());
    const Users = people
      .filter((person) => fits(person[attribute]))
      .map(({ disabled, ...attributes }) => ({
        Enabled: !disabled,
        Attributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
      }));
    response.end(JSON.stringify({ Users }));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    state,
    stop: () => new Promise((stopped) => server.close(stopped).closeAllConnections()),
  };
}
