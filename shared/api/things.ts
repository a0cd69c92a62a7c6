import { DryRun } from "../model/invitation-bulk.ts";
import { NewThing, Thing, ThingChange } from "../model/thing.ts";
import type { ThingKind } from "../model/thing-kind.ts";
import {
  DeletedThings,
  NewOwner,
  NewThings,
  NewThingsResult,
  ThingCount,
  ThingCounts,
  ThingFilter,
  ThingIds,
  ThingQuota,
} from "../model/thing-requests.ts";
import { thingSchemas } from "../model/thing-schemas.ts";
import { contract } from "./contract.ts";

const bulk = 1024 * 1024;

const seeing = ["customer.things.view", "platform.things.manage"] as const;
const managing = ["customer.things.manage", "platform.things.manage"] as const;
const ofPlatform = ["platform.things.manage"] as const;

const shown = (kind: ThingKind) => ({ returns: thingSchemas[kind].thing });
const asMade = (kind: ThingKind) => ({ ...shown(kind), body: thingSchemas[kind].created });
const asChanged = (kind: ThingKind) => ({ ...shown(kind), body: thingSchemas[kind].change });
const anyKind = () => ({});

/** Devices, assets, entity views and dashboards that a customer or the platform owns: one endpoint for all four kinds. */
export const things = {
  create: contract({
    ...{ method: "POST", path: "/v1/customers/{customer}/{things}" },
    summary: "Creates a thing of the customer",
    allows: managing,
    ...{ body: NewThing, returns: Thing, status: 201, ofKind: asMade },
    refuses: ["limit_reached"],
    replays: "things.get",
  }),
  createMany: contract({
    ...{ method: "POST", path: "/v1/customers/{customer}/{things}/bulk" },
    summary: "Creates up to 500 things of the customer, with a result for each",
    allows: managing,
    ...{ body: NewThings, returns: NewThingsResult, largest: bulk, ofKind: anyKind },
    resumes: true,
  }),
  list: contract({
    ...{ method: "GET", path: "/v1/customers/{customer}/{things}" },
    summary: "Lists things of the customer: all, those of a group, those named so, or the newest",
    allows: seeing,
    ...{ query: ThingFilter, returns: Thing, lists: true, ofKind: shown },
  }),
  count: contract({
    ...{ method: "GET", path: "/v1/customers/{customer}/things" },
    summary: "Counts the things of the customer, and says how many there may be",
    allows: seeing,
    returns: ThingCounts,
  }),
  get: contract({
    ...{ method: "GET", path: "/v1/customers/{customer}/{things}/{thing}" },
    summary: "Answers a thing; an entity view with what it shows",
    allows: seeing,
    ...{ returns: Thing, ofKind: shown },
  }),
  update: contract({
    ...{ method: "PATCH", path: "/v1/customers/{customer}/{things}/{thing}" },
    summary: "Changes a thing",
    allows: managing,
    ...{ body: ThingChange, returns: Thing, ofKind: asChanged },
    ifMatch: "required",
  }),
  delete: contract({
    ...{ method: "DELETE", path: "/v1/customers/{customer}/{things}/{thing}" },
    summary: "Deletes a thing",
    allows: managing,
    ...{ status: 204, ofKind: anyKind },
    ifMatch: "required",
    whenDisabled: true,
  }),
  deleteMany: contract({
    ...{ method: "POST", path: "/v1/customers/{customer}/{things}/bulk-delete" },
    summary: "Deletes up to 500 things, or says what would become of each",
    allows: managing,
    ...{ query: DryRun, body: ThingIds, returns: DeletedThings, ofKind: anyKind },
    whenDisabled: true,
  }),
  changeOwner: contract({
    ...{ method: "POST", path: "/v1/customers/{customer}/{things}/{thing}/owner" },
    summary: "Gives a thing to another owner: it leaves its groups, and joins those named",
    allows: managing,
    ...{ body: NewOwner, returns: Thing, ofKind: shown },
    refuses: ["limit_reached"],
    ifMatch: "honoured",
  }),
  setQuota: contract({
    ...{ method: "PUT", path: "/v1/customers/{customer}/{things}/quota" },
    summary: "Says how many things of a kind the customer may have",
    allows: ["platform.quotas.manage"],
    ...{ body: ThingQuota, returns: ThingCount, ofKind: anyKind },
    refuses: ["limit_reached"],
  }),
  createOnPlatform: contract({
    ...{ method: "POST", path: "/v1/platform/{things}" },
    summary: "Creates a thing of the platform",
    allows: ofPlatform,
    ...{ body: NewThing, returns: Thing, status: 201, ofKind: asMade },
    refuses: ["limit_reached"],
    replays: "things.getOnPlatform",
  }),
  createManyOnPlatform: contract({
    ...{ method: "POST", path: "/v1/platform/{things}/bulk" },
    summary: "Creates up to 500 things of the platform, with a result for each",
    allows: ofPlatform,
    ...{ body: NewThings, returns: NewThingsResult, largest: bulk, ofKind: anyKind },
    resumes: true,
  }),
  listOnPlatform: contract({
    ...{ method: "GET", path: "/v1/platform/{things}" },
    summary: "Lists things of the platform: all, those of a group, those named so, or the newest",
    allows: ofPlatform,
    ...{ query: ThingFilter, returns: Thing, lists: true, ofKind: shown },
  }),
  countOnPlatform: contract({
    ...{ method: "GET", path: "/v1/platform/things" },
    summary: "Counts the things of the platform",
    allows: ofPlatform,
    returns: ThingCounts,
  }),
  getOnPlatform: contract({
    ...{ method: "GET", path: "/v1/platform/{things}/{thing}" },
    summary: "Answers a thing of the platform; an entity view with what it shows",
    allows: ofPlatform,
    ...{ returns: Thing, ofKind: shown },
  }),
  updateOnPlatform: contract({
    ...{ method: "PATCH", path: "/v1/platform/{things}/{thing}" },
    summary: "Changes a thing of the platform",
    allows: ofPlatform,
    ...{ body: ThingChange, returns: Thing, ofKind: asChanged },
    ifMatch: "required",
  }),
  deleteOnPlatform: contract({
    ...{ method: "DELETE", path: "/v1/platform/{things}/{thing}" },
    summary: "Deletes a thing of the platform",
    allows: ofPlatform,
    ...{ status: 204, ofKind: anyKind },
    ifMatch: "required",
  }),
  deleteManyOnPlatform: contract({
    ...{ method: "POST", path: "/v1/platform/{things}/bulk-delete" },
    summary: "Deletes up to 500 things of the platform, or says what would become of each",
    allows: ofPlatform,
    ...{ query: DryRun, body: ThingIds, returns: DeletedThings, ofKind: anyKind },
  }),
  changeOwnerOnPlatform: contract({
    ...{ method: "POST", path: "/v1/platform/{things}/{thing}/owner" },
    summary: "Gives a thing of the platform to a customer, into the groups named",
    allows: ofPlatform,
    ...{ body: NewOwner, returns: Thing, ofKind: shown },
    refuses: ["limit_reached"],
    ifMatch: "honoured",
  }),
};
