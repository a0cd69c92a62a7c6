import { DeletionAnswer } from "../model/deletion.ts";
import { ExportedPart } from "../model/exported-part.ts";
import { DryRun } from "../model/invitation-bulk.ts";
import { Reasoned } from "../model/reasoned.ts";
import { NewIdentity, NewUser, SeenUser, UserCorrection, UserFilter } from "../model/user.ts";
import { contract } from "./contract.ts";

/** Everybody who can sign in, for those who run the platform. */
export const users = {
  list: contract({
    method: "GET",
    path: "/v1/platform/users",
    summary: "Lists everybody who can sign in, in the order of their addresses",
    allows: ["platform.users.view"],
    query: UserFilter,
    returns: SeenUser,
    lists: true,
  }),
  create: contract({
    method: "POST",
    path: "/v1/platform/users",
    summary: "Creates a user before their first sign-in",
    allows: ["platform.users.create"],
    body: NewUser,
    returns: SeenUser,
    status: 201,
    refuses: ["address_not_deliverable", "address_taken"],
    replays: "users.get",
  }),
  get: contract({
    method: "GET",
    path: "/v1/platform/users/{user}",
    summary: "Returns a user record",
    allows: ["platform.users.view"],
    returns: SeenUser,
  }),
  export: contract({
    method: "GET",
    path: "/v1/platform/users/{user}/export",
    summary: "Returns everything that is held about a person, part by part",
    allows: ["platform.users.export"],
    returns: ExportedPart,
    lists: true,
  }),
  update: contract({
    method: "PATCH",
    path: "/v1/platform/users/{user}",
    summary: "Corrects the names or the language of a person",
    allows: ["platform.users.edit"],
    body: UserCorrection,
    returns: SeenUser,
    ifMatch: "required",
    refuses: ["user_unavailable"],
  }),
  addIdentity: contract({
    method: "POST",
    path: "/v1/platform/users/{user}/identities",
    summary: "Links a further sign-in to a person",
    allows: ["platform.users.edit"],
    keptForPeople: true,
    body: NewIdentity,
    returns: SeenUser,
    refuses: ["identity_taken", "limit_reached", "user_unavailable"],
  }),
  delete: contract({
    method: "DELETE",
    path: "/v1/platform/users/{user}",
    summary:
      "Deletes a person for good: rights end at once, name and address are forgotten; or says what would go",
    allows: ["platform.users.delete"],
    query: DryRun,
    foresees: true,
    returns: DeletionAnswer,
    status: 202,
    ifMatch: "honoured",
    refuses: ["last_admin", "user_unavailable"],
  }),
  disable: contract({
    method: "POST",
    path: "/v1/platform/users/{user}/disable",
    summary: "Disables a user: they may do nothing until they are enabled, and keep what they hold",
    allows: ["platform.users.disable"],
    body: Reasoned,
    returns: SeenUser,
    refuses: ["last_admin", "user_unavailable"],
  }),
  enable: contract({
    method: "POST",
    path: "/v1/platform/users/{user}/enable",
    summary: "Enables a disabled user, who may again do what has not ended meanwhile",
    allows: ["platform.users.disable"],
    body: Reasoned,
    returns: SeenUser,
    refuses: ["user_unavailable"],
  }),
};
