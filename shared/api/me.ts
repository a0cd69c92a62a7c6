import { HeldAccess } from "../model/held-access.ts";
import { SeenUser, UserChange } from "../model/user.ts";
import { contract } from "./contract.ts";

/** The person who is signed in. */
export const me = {
  get: contract({
    method: "GET",
    path: "/v1/me",
    summary: "Returns the user record of the caller",
    allows: "signed-in",
    keptForPeople: true,
    returns: SeenUser,
  }),
  access: contract({
    method: "GET",
    path: "/v1/me/access",
    summary: "Lists where the caller holds roles, themselves or through a group",
    allows: "signed-in",
    keptForPeople: true,
    returns: HeldAccess,
    lists: true,
  }),
  update: contract({
    method: "PATCH",
    path: "/v1/me",
    summary: "Changes the caller's names, language or home dashboard",
    allows: "signed-in",
    keptForPeople: true,
    body: UserChange,
    returns: SeenUser,
    ifMatch: "required",
  }),
};
