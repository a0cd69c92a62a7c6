import type { ApiUser } from "../../shared/model/api-user.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as apiUsers from "../../shared/table/api-users.ts";

/** The API user that a path names. */
export const apiUserOf = (_: unknown, { params }: { params: { apiUser: string } }) =>
  apiUsers.byId(params.apiUser);

/** Refuses an API user of another customer, or of the platform, as if there were none. */
export function mustBeHere(apiUser: ApiUser | undefined, customer?: { id: string }): ApiUser {
  if (!apiUser || apiUser.customer !== customer?.id) throw new Refusal("not_found");
  return apiUser;
}
