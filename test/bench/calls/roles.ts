import type { Calls } from "../call.ts";

export const roles: Calls = {
  "permissions.list of 25": ({ founder }) => ({
    by: founder,
    method: "GET",
    path: "/v1/permissions",
  }),
  "roles.list": ({ founder }) => ({ by: founder, method: "GET", path: "/v1/roles" }),
};
