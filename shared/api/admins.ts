import { Admin } from "../model/admin.ts";
import { PlatformRoleSet } from "../model/binding.ts";
import { Grant } from "../model/role.ts";
import { contract } from "./contract.ts";

const seeing = ["platform.users.view", "platform.admins.manage"] as const;

/** Who runs the platform, and in which roles. */
export const admins = {
  list: contract({
    method: "GET",
    path: "/v1/platform/admins",
    summary: "Lists who holds roles on the platform",
    allows: seeing,
    returns: Admin,
    lists: true,
  }),
  get: contract({
    method: "GET",
    path: "/v1/platform/admins/{principal}",
    summary: "Returns one administrator, a person or a group, and their roles",
    allows: seeing,
    returns: Admin,
  }),
  setRoles: contract({
    method: "PUT",
    path: "/v1/platform/admins/{principal}/roles",
    summary: "Replaces the whole set of platform roles of a person or a group",
    allows: ["platform.admins.manage"],
    body: PlatformRoleSet,
    returns: Admin,
    ifMatch: "required",
    refuses: ["last_admin", "user_unavailable"],
    mayWait: true,
  }),
  grantRole: contract({
    method: "PUT",
    path: "/v1/platform/admins/{principal}/roles/{role}",
    summary: "Gives a platform role, or changes when it ends",
    allows: ["platform.admins.manage"],
    body: Grant,
    returns: Admin,
    ifMatch: "honoured",
    refuses: ["last_admin", "user_unavailable"],
    mayWait: true,
  }),
  takeRole: contract({
    method: "DELETE",
    path: "/v1/platform/admins/{principal}/roles/{role}",
    summary: "Takes a platform role, or gives up one's own",
    allows: "signed-in",
    status: 204,
    ifMatch: "honoured",
    refuses: ["last_admin"],
  }),
  remove: contract({
    method: "DELETE",
    path: "/v1/platform/admins/{principal}",
    summary: "Takes all platform roles, or gives up one's own",
    allows: "signed-in",
    status: 204,
    ifMatch: "required of others",
    refuses: ["last_admin"],
  }),
};
