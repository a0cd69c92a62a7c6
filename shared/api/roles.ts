import { LevelFilter, RoleEntry } from "../model/role-catalogue.ts";
import { contract } from "./contract.ts";

/** Named sets of permissions. */
export const roles = {
  list: contract({
    method: "GET",
    path: "/v1/roles",
    summary:
      "Lists the roles of the platform, of customers and of projects, with their permissions",
    allows: "signed-in",
    query: LevelFilter,
    returns: RoleEntry,
    lists: true,
  }),
};
