import { aPerson } from "../../support/given.ts";
import { anyVersion, type Calls } from "../call.ts";

export const me: Calls = {
  "me.get": ({ founder }) => ({ by: founder, method: "GET", path: "/v1/me" }),
  "me.update": async ({ at }) => ({
    by: await aPerson(undefined, at),
    method: "PATCH",
    path: "/v1/me",
    headers: anyVersion,
    body: { firstName: "Ada", lastName: "Lovelace" },
  }),
};
