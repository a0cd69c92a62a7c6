import { LevelFilter, PermissionEntry } from "../model/role-catalogue.ts";
import { contract } from "./contract.ts";

/** What one may be allowed to do. */
export const permissions = {
  list: contract({
    method: "GET",
    path: "/v1/permissions",
    summary: "Lists every permission that exists, and what it lets one do",
    allows: "signed-in",
    query: LevelFilter,
    returns: PermissionEntry,
    lists: true,
  }),
};
