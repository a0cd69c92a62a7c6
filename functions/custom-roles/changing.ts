import type { Permission } from "../../shared/access/permissions.ts";
import { entryOf } from "../../shared/access/role-entries.ts";
import {
  type CustomRoleChange,
  type ProjectRoleChange,
  type RoleBook,
  widenedBy,
} from "../../shared/model/custom-role.ts";
import { isPatched, patch, patchedFields } from "../../shared/model/patch.ts";
import type { Write } from "../../shared/table/commit.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as roleUses from "../../shared/table/role-uses.ts";
import { type Asking, makingOf, ownerOf } from "./asking.ts";
import { composed, customIn, refuseLacking, withRole } from "./defining.ts";
import { refuseProlonging } from "./prolonging.ts";
import { define } from "./writing.ts";

/** Changes a role at once for everybody who holds it. */
export async function change(
  asking: Asking & { body: CustomRoleChange | ProjectRoleChange },
  id: string,
) {
  const { customer, body, decision, now, mustMatch } = asking;
  const { book, role } = customIn(asking.book, id);
  const making = makingOf(asking);
  mustMatch(role.version);
  const permissions = composed(body.permissions ?? role.permissions, making);
  const added = permissions.filter((one) => !role.permissions.includes(one));
  if (customer) refuseLacking(permissions, role.permissions, decision);
  const checks = customer ? await refuseProlonging({ ...asking, customer }, role, added) : [];
  const changes = { ...body, ...(body.permissions && { permissions }) };
  if (!isPatched(role, changes)) return entryOf(making.level, role);
  const patched = patch(role, changes);
  const wider = widenedBy(role, patched);
  const isWider = Object.keys(wider).length > 0;
  const changed = {
    ...patched,
    updatedAt: now.toISOString(),
    version: role.version + 1,
    ...(isWider && { widenedAt: now.toISOString() }),
  };
  const more = { before: patchedFields(role, changes), after: patchedFields(changed, changes) };
  const approval = isWider ? await widening(asking, book, role.id, added, wider) : [];
  const isNarrowed = role.permissions.some((one) => !permissions.includes(one as Permission));
  const change = {
    ...({
      what: "updated",
      role: role.id,
      more,
      isNarrowed: customer !== undefined && isNarrowed,
    } as const),
    checks: [...checks, ...approval],
  };
  await define(asking, withRole(book, ownerOf(asking), changed), change);
  return entryOf(making.level, changed);
}

/** Widening a role that somebody holds takes the word of others; one that nobody holds lets nobody do more, as long as it is given to nobody meanwhile. Whoever manages project roles holds nothing of what is in them. */
async function widening(
  asking: Asking,
  book: RoleBook,
  id: string,
  added: readonly Permission[],
  wider: ReturnType<typeof widenedBy>,
): Promise<Write[]> {
  const isAsked = asking.approvalsNeeded > 1 && !asking.isCarriedOut;
  if (isAsked && !(await roleUses.holderOf(book, id))) return [customRoles.nothingGivenSince(book)];
  return asking.approval({
    kind: "custom-role",
    granting: makingOf(asking).managing,
    ...(asking.customer ? { gives: added } : { gives: [], means: added }),
    asks: { role: id, ...wider },
    claims: [{ target: "role", role: id }],
  });
}
