import { allowedBySet } from "../../shared/access/granting.ts";
import type { ApiUser, ApiUserChange } from "../../shared/model/api-user.ts";
import { isPatched, patch, patchedFields } from "../../shared/model/patch.ts";
import * as apiUsers from "../../shared/table/api-users.ts";
import { type Asking, approvalOf, giving, managing, recordOf } from "./asking.ts";
import { permissionSet } from "./permission-set.ts";

/** Changes an API user. Who adds permissions vouches for the whole set; taking some away needs nothing more. */
export async function change(
  asking: Asking & { body: ApiUserChange },
  apiUser: ApiUser,
): Promise<ApiUser> {
  const { caller, customer, decision, now, mustMatch, commit } = asking;
  mustMatch(apiUser.version);
  const { permissions: asked, ...fields } = asking.body;
  const permissions = asked ? permissionSet(asked, customer !== undefined) : apiUser.permissions;
  const body = { ...fields, permissions };
  if (!isPatched(apiUser, body)) return apiUser;
  const changed: ApiUser = {
    ...patch(apiUser, body),
    updatedAt: now.toISOString(),
    updatedBy: caller.id,
    version: apiUser.version + 1,
  };
  const added = without(permissions, apiUser.permissions);
  const removed = without(apiUser.permissions, permissions);
  const isMore = added.length > 0;
  const allowed = isMore ? allowedBySet(permissions, decision, managing(asking)) : [];
  const approval = isMore
    ? await approvalOf(asking, { ...apiUser, version: changed.version }, added)
    : [];
  await commit([
    ...approval,
    apiUsers.replace(changed, apiUser.version),
    ...(isMore ? giving(asking, allowed) : []),
    ...recordOf(
      asking,
      "updated",
      changed,
      {
        before: { ...patchedFields(apiUser, fields), ...(removed.length > 0 && { removed }) },
        after: { ...patchedFields(changed, fields), ...(isMore && { added }) },
      },
      removed.length > 0 ? apiUser.permissions : undefined,
    ),
  ]);
  return changed;
}

const without = (some: readonly string[], others: readonly string[]) =>
  some.filter((one) => !others.includes(one));
