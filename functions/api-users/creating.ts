import { allowedBySet } from "../../shared/access/granting.ts";
import type { ApiUser, NewApiUser } from "../../shared/model/api-user.ts";
import { newId } from "../../shared/model/id.ts";
import * as apiUsers from "../../shared/table/api-users.ts";
import { type Asking, approvalOf, giving, managing, recordOf } from "./asking.ts";
import { permissionSet } from "./permission-set.ts";

/** Makes an API user of a customer or of the platform. */
export async function create(asking: Asking & { body: NewApiUser }): Promise<ApiUser> {
  const { caller, customer, body, decision, now, commit } = asking;
  const permissions = permissionSet(body.permissions, customer !== undefined);
  const allowed = allowedBySet(permissions, decision, managing(asking));
  const at = now.toISOString();
  const apiUser: ApiUser = {
    ...body,
    permissions,
    id: newId("apiUser", now),
    version: 1,
    ...(customer && { customer: customer.id }),
    createdAt: at,
    createdBy: caller.id,
    updatedAt: at,
    updatedBy: caller.id,
  };
  const after = { displayName: apiUser.displayName, permissions };
  const approval = await approvalOf(asking, apiUser, permissions);
  await commit(
    [
      ...approval,
      apiUsers.create(apiUser),
      ...giving(asking, allowed),
      ...recordOf(asking, "created", apiUser, { after }),
    ],
    { apiUser: apiUser.id },
  );
  return apiUser;
}
