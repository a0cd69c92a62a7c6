import { Operation } from "../model/operation.ts";
import {
  NewThingGroup,
  ThingGroup,
  ThingGroupChange,
  ThingGroupFilter,
  ThingGroupMembersChange,
} from "../model/thing-group.ts";
import { ThingsResult } from "../model/thing-requests.ts";
import { contract } from "./contract.ts";

const seeing = ["customer.things.view", "platform.things.manage"] as const;
const managing = ["customer.things.manage", "platform.things.manage"] as const;
const ofPlatform = ["platform.things.manage"] as const;
const ofKind = () => ({});

const groups = "/v1/customers/{customer}/{things}/groups" as const;
const group = `${groups}/{thingGroup}` as const;
const groupsOfPlatform = "/v1/platform/{things}/groups" as const;
const groupOfPlatform = `${groupsOfPlatform}/{thingGroup}` as const;

/** Named sets of an owner's things of one kind. The group `all` is always there, and everything is in it. */
export const thingGroups = {
  create: contract({
    ...{ method: "POST", path: groups, ofKind },
    summary: "Makes a group for things of the customer",
    allows: managing,
    ...{ body: NewThingGroup, returns: ThingGroup, status: 201 },
    refuses: ["identifier_taken"],
    replays: "thingGroups.get",
  }),
  list: contract({
    ...{ method: "GET", path: groups, ofKind },
    summary: "Lists the groups of the customer's things, that of all first",
    allows: seeing,
    ...{ query: ThingGroupFilter, returns: ThingGroup, lists: true },
  }),
  get: contract({
    ...{ method: "GET", path: group, ofKind },
    summary: "Answers a group of the customer's things",
    allows: seeing,
    returns: ThingGroup,
  }),
  update: contract({
    ...{ method: "PATCH", path: group, ofKind },
    summary: "Renames a group of the customer's things",
    allows: managing,
    ...{ body: ThingGroupChange, returns: ThingGroup },
    refuses: ["group_of_all"],
    ifMatch: "required",
  }),
  delete: contract({
    ...{ method: "DELETE", path: group, ofKind },
    summary: "Deletes a group; the things in it stay",
    allows: managing,
    returns: Operation,
    status: 202,
    refuses: ["group_of_all"],
    ifMatch: "required",
    whenDisabled: true,
  }),
  addThing: contract({
    ...{ method: "PUT", path: `${group}/members/{thing}`, ofKind },
    summary: "Puts a thing of the customer into a group",
    allows: managing,
    status: 204,
    refuses: ["group_of_all", "limit_reached"],
  }),
  removeThing: contract({
    ...{ method: "DELETE", path: `${group}/members/{thing}`, ofKind },
    summary: "Takes a thing of the customer out of a group",
    allows: managing,
    status: 204,
    refuses: ["group_of_all"],
    whenDisabled: true,
  }),
  changeThings: contract({
    ...{ method: "POST", path: `${group}/members`, ofKind },
    summary: "Puts things into a group and takes others out, 500 at once, with a result for each",
    allows: managing,
    ...{ body: ThingGroupMembersChange, returns: ThingsResult },
    refuses: ["group_of_all"],
  }),
  createOnPlatform: contract({
    ...{ method: "POST", path: groupsOfPlatform, ofKind },
    summary: "Makes a group for things of the platform",
    allows: ofPlatform,
    ...{ body: NewThingGroup, returns: ThingGroup, status: 201 },
    refuses: ["identifier_taken"],
    replays: "thingGroups.getOnPlatform",
  }),
  listOnPlatform: contract({
    ...{ method: "GET", path: groupsOfPlatform, ofKind },
    summary: "Lists the groups of the platform's things, that of all first",
    allows: ofPlatform,
    ...{ query: ThingGroupFilter, returns: ThingGroup, lists: true },
  }),
  getOnPlatform: contract({
    ...{ method: "GET", path: groupOfPlatform, ofKind },
    summary: "Answers a group of the platform's things",
    allows: ofPlatform,
    returns: ThingGroup,
  }),
  updateOnPlatform: contract({
    ...{ method: "PATCH", path: groupOfPlatform, ofKind },
    summary: "Renames a group of the platform's things",
    allows: ofPlatform,
    ...{ body: ThingGroupChange, returns: ThingGroup },
    refuses: ["group_of_all"],
    ifMatch: "required",
  }),
  deleteOnPlatform: contract({
    ...{ method: "DELETE", path: groupOfPlatform, ofKind },
    summary: "Deletes a group of the platform's things; the things in it stay",
    allows: ofPlatform,
    returns: Operation,
    status: 202,
    refuses: ["group_of_all"],
    ifMatch: "required",
  }),
  addThingOnPlatform: contract({
    ...{ method: "PUT", path: `${groupOfPlatform}/members/{thing}`, ofKind },
    summary: "Puts a thing of the platform into a group",
    allows: ofPlatform,
    status: 204,
    refuses: ["group_of_all", "limit_reached"],
  }),
  removeThingOnPlatform: contract({
    ...{ method: "DELETE", path: `${groupOfPlatform}/members/{thing}`, ofKind },
    summary: "Takes a thing of the platform out of a group",
    allows: ofPlatform,
    status: 204,
    refuses: ["group_of_all"],
  }),
  changeThingsOnPlatform: contract({
    ...{ method: "POST", path: `${groupOfPlatform}/members`, ofKind },
    summary: "Puts the platform's things into a group and takes others out, with a result for each",
    allows: ofPlatform,
    ...{ body: ThingGroupMembersChange, returns: ThingsResult },
    refuses: ["group_of_all"],
  }),
};
