import { ApiKey, ApiKeyRotation, NewApiKey, ShownApiKey } from "../model/api-key.ts";
import { contract } from "./contract.ts";

const ofCustomer = ["customer.api-users.manage"] as const;
const ofPlatform = ["platform.api-users.manage"] as const;

/** With what API users call. */
export const apiKeys = {
  create: contract({
    method: "POST",
    path: "/v1/customers/{customer}/api-users/{apiUser}/keys",
    summary: "Creates a key for an API user and shows it this once",
    allows: ofCustomer,
    keptForPeople: true,
    body: NewApiKey,
    returns: ShownApiKey,
    status: 201,
    refuses: ["limit_reached"],
    replays: "apiKeys.get",
  }),
  list: contract({
    method: "GET",
    path: "/v1/customers/{customer}/api-users/{apiUser}/keys",
    summary: "Lists the keys of an API user, without their secrets",
    allows: ofCustomer,
    returns: ApiKey,
    lists: true,
  }),
  get: contract({
    method: "GET",
    path: "/v1/customers/{customer}/api-users/{apiUser}/keys/{key}",
    summary: "Returns a key of an API user, without its secret",
    allows: ofCustomer,
    returns: ApiKey,
  }),
  rotate: contract({
    method: "POST",
    path: "/v1/customers/{customer}/api-users/{apiUser}/keys/{key}/rotate",
    summary:
      "Creates a key of an API user that takes the place of another, which ends after the overlap",
    allows: ofCustomer,
    keptForPeople: true,
    body: ApiKeyRotation,
    returns: ShownApiKey,
    status: 201,
    refuses: ["key_ended"],
    replays: "apiKeys.get",
  }),
  revoke: contract({
    method: "DELETE",
    path: "/v1/customers/{customer}/api-users/{apiUser}/keys/{key}",
    summary: "Revokes a key of an API user: it ends at once",
    allows: ofCustomer,
    keptForPeople: true,
    status: 204,
    whenDisabled: true,
  }),
  createOnPlatform: contract({
    method: "POST",
    path: "/v1/platform/api-users/{apiUser}/keys",
    summary: "Creates a key for an API user of the platform and shows it this once",
    allows: ofPlatform,
    keptForPeople: true,
    body: NewApiKey,
    returns: ShownApiKey,
    status: 201,
    refuses: ["limit_reached"],
    replays: "apiKeys.getOnPlatform",
  }),
  listOnPlatform: contract({
    method: "GET",
    path: "/v1/platform/api-users/{apiUser}/keys",
    summary: "Lists the keys of an API user of the platform, without their secrets",
    allows: ofPlatform,
    returns: ApiKey,
    lists: true,
  }),
  getOnPlatform: contract({
    method: "GET",
    path: "/v1/platform/api-users/{apiUser}/keys/{key}",
    summary: "Returns a key of an API user of the platform, without its secret",
    allows: ofPlatform,
    returns: ApiKey,
  }),
  rotateOnPlatform: contract({
    method: "POST",
    path: "/v1/platform/api-users/{apiUser}/keys/{key}/rotate",
    summary:
      "Creates a key of an API user of the platform that takes the place of another, which ends after the overlap",
    allows: ofPlatform,
    keptForPeople: true,
    body: ApiKeyRotation,
    returns: ShownApiKey,
    status: 201,
    refuses: ["key_ended"],
    replays: "apiKeys.getOnPlatform",
  }),
  revokeOnPlatform: contract({
    method: "DELETE",
    path: "/v1/platform/api-users/{apiUser}/keys/{key}",
    summary: "Revokes a key of an API user of the platform: it ends at once",
    allows: ofPlatform,
    keptForPeople: true,
    status: 204,
    whenDisabled: true,
  }),
};
