import { GroupChangeResult } from "../model/group-change.ts";
import { GroupMember, GroupMembersChange } from "../model/user-group.ts";
import { contract } from "./contract.ts";

const managing = ["platform.admins.manage"] as const;

/** Who is in a group of a customer, or of the platform. */
export const groupMembers = {
  list: contract({
    method: "GET",
    path: "/v1/customers/{customer}/groups/{group}/members",
    summary: "Lists who is in the group",
    allows: ["customer.groups.view"],
    returns: GroupMember,
    lists: true,
  }),
  add: contract({
    method: "PUT",
    path: "/v1/customers/{customer}/groups/{group}/members/{user}",
    summary: "Puts somebody into the group; takes every right that the group gives",
    allows: ["customer.groups.manage"],
    returns: GroupMember,
    refuses: ["limit_reached", "user_unavailable"],
    mayWait: true,
  }),
  remove: contract({
    method: "DELETE",
    path: "/v1/customers/{customer}/groups/{group}/members/{user}",
    summary: "Takes somebody out of the group, or leaves it when it is oneself",
    allows: ["customer.view"],
    leaves: true,
    status: 204,
    whenDisabled: true,
  }),
  change: contract({
    method: "POST",
    path: "/v1/customers/{customer}/groups/{group}/members",
    summary: "Puts many people in and takes many out, with a result for each",
    allows: ["customer.groups.manage"],
    body: GroupMembersChange,
    returns: GroupChangeResult,
  }),
  listOnPlatform: contract({
    method: "GET",
    path: "/v1/platform/groups/{group}/members",
    summary: "Lists who is in a group of the platform",
    allows: managing,
    returns: GroupMember,
    lists: true,
  }),
  addOnPlatform: contract({
    method: "PUT",
    path: "/v1/platform/groups/{group}/members/{user}",
    summary: "Puts somebody into a group of the platform",
    allows: managing,
    returns: GroupMember,
    refuses: ["limit_reached", "user_unavailable"],
  }),
  removeOnPlatform: contract({
    method: "DELETE",
    path: "/v1/platform/groups/{group}/members/{user}",
    summary: "Takes somebody out of a group of the platform",
    allows: managing,
    leaves: true,
    status: 204,
  }),
  changeOnPlatform: contract({
    method: "POST",
    path: "/v1/platform/groups/{group}/members",
    summary: "Puts many people into a group of the platform and takes many out",
    allows: managing,
    body: GroupMembersChange,
    returns: GroupChangeResult,
  }),
};
