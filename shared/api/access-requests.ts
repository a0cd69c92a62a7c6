import { AccessRequest, AccessRequestFilter, Decline } from "../model/access-request.ts";
import { contract } from "./contract.ts";

/** Whoever may grant something may be asked to agree; and those who handle requests for the platform. */
const deciding = [
  "customer.members.grant",
  "customer.members.edit",
  "customer.owners.manage",
  "customer.projects.access",
  "customer.groups.manage",
  "customer.roles.manage",
  "customer.api-users.manage",
  "customer.customer-groups.manage",
  "customer.edit",
  "platform.requests.handle",
] as const;

/** What the platform gives is for those to decide who may give it. */
const decidingOnPlatform = [
  "platform.admins.manage",
  "platform.api-users.manage",
  "platform.project-roles.manage",
] as const;

/** Whoever sees a customer may have asked for something there, and so may those of the platform who need not see it. */
const asking = [
  "customer.view",
  "platform.requests.handle",
  "platform.customers.edit",
  "platform.import",
] as const;

const path = "/v1/customers/{customer}/access-requests";

const onPlatform = "/v1/platform/access-requests";

/** Acts that wait until enough people agree. */
export const accessRequests = {
  list: contract({
    method: "GET",
    path,
    summary: "Lists what was asked for and takes the approval of several people, newest first",
    allows: ["customer.members.view", "platform.requests.handle"],
    query: AccessRequestFilter,
    returns: AccessRequest,
    lists: true,
  }),
  get: contract({
    method: "GET",
    path: `${path}/{accessRequest}`,
    summary: "Returns one request; everybody may read their own",
    allows: asking,
    returns: AccessRequest,
  }),
  approve: contract({
    method: "POST",
    path: `${path}/{accessRequest}/approve`,
    summary: "Agrees to a request; with the last word needed it is carried out as a whole",
    allows: deciding,
    keptForPeople: true,
    returns: AccessRequest,
    refuses: ["request_decided", "request_lapsed", "user_unavailable"],
  }),
  decline: contract({
    method: "POST",
    path: `${path}/{accessRequest}/decline`,
    summary: "Declines a request: one person is enough",
    allows: deciding,
    keptForPeople: true,
    body: Decline,
    returns: AccessRequest,
    refuses: ["request_decided", "request_lapsed"],
    whenDisabled: true,
  }),
  withdraw: contract({
    method: "POST",
    path: `${path}/{accessRequest}/withdraw`,
    summary: "Takes back a request of one's own",
    allows: asking,
    returns: AccessRequest,
    refuses: ["request_decided", "request_lapsed"],
    whenDisabled: true,
  }),
  listOpen: contract({
    method: "GET",
    path: "/v1/access-requests",
    summary:
      "Lists the open requests of all customers, oldest first, for those who help where too few may decide",
    allows: ["platform.requests.handle"],
    returns: AccessRequest,
    lists: true,
  }),
  listOnPlatform: contract({
    method: "GET",
    path: onPlatform,
    summary: "Lists what was asked for on the platform itself, newest first",
    allows: ["platform.admins.manage"],
    query: AccessRequestFilter,
    returns: AccessRequest,
    lists: true,
  }),
  getOnPlatform: contract({
    method: "GET",
    path: `${onPlatform}/{accessRequest}`,
    summary: "Returns one request of the platform; everybody may read their own",
    allows: "signed-in",
    returns: AccessRequest,
  }),
  approveOnPlatform: contract({
    method: "POST",
    path: `${onPlatform}/{accessRequest}/approve`,
    summary: "Agrees to a request of the platform; with the last word needed it is carried out",
    allows: decidingOnPlatform,
    keptForPeople: true,
    returns: AccessRequest,
    refuses: ["request_decided", "request_lapsed", "user_unavailable"],
  }),
  declineOnPlatform: contract({
    method: "POST",
    path: `${onPlatform}/{accessRequest}/decline`,
    summary: "Declines a request of the platform: one person is enough",
    allows: decidingOnPlatform,
    keptForPeople: true,
    body: Decline,
    returns: AccessRequest,
    refuses: ["request_decided", "request_lapsed"],
  }),
  withdrawOnPlatform: contract({
    method: "POST",
    path: `${onPlatform}/{accessRequest}/withdraw`,
    summary: "Takes back a request of one's own on the platform",
    allows: "signed-in",
    returns: AccessRequest,
    refuses: ["request_decided", "request_lapsed"],
  }),
};
