import type { Decision } from "../../shared/access/decide.ts";
import { refuseOutlasting } from "../../shared/access/granting.ts";
import type { Permission } from "../../shared/access/permissions.ts";
import { entryOf } from "../../shared/access/role-entries.ts";
import type {
  CustomRole,
  CustomRoleChange,
  ProjectRoleChange,
} from "../../shared/model/custom-role.ts";
import { isPatched, patch, patchedFields } from "../../shared/model/patch.ts";
import { type Asking, makingOf, ownerOf } from "./asking.ts";
import { composed, customIn, refuseLacking, withRole } from "./defining.ts";
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
  if (customer) {
    refuseLacking(permissions, role.permissions, decision);
    refuseProlonging(role, permissions, decision);
  }
  const changes = { ...body, ...(body.permissions && { permissions }) };
  if (!isPatched(role, changes)) return entryOf(making.level, role);
  const { retiring: _, ...changed } = {
    ...patch(role, changes),
    ...{ updatedAt: now.toISOString(), version: role.version + 1 },
  };
  const more = { before: patchedFields(role, changes), after: patchedFields(changed, changes) };
  const approval = await widening(asking, role, permissions);
  const change = { what: "updated", role: role.id, more, approval } as const;
  await define(asking, withRole(book, ownerOf(asking), changed), change);
  return entryOf(making.level, changed);
}

/** Widening takes the word of others, also for a role that nobody holds: somebody may be given it at this very moment. Whoever manages project roles holds nothing of what is in them. */
async function widening(
  asking: Asking,
  { id, permissions: before }: CustomRole,
  permissions: readonly Permission[],
) {
  const added = permissions.filter((one) => !before.includes(one));
  if (added.length === 0) return [];
  return asking.approval({
    ...{ kind: "custom-role", granting: makingOf(asking).managing },
    gives: asking.customer ? added : [],
    ...{ asks: { role: id, permissions: added }, claims: [{ target: "role", role: id }] },
  });
}

/** Nobody puts into a role that they hold what they hold for a shorter time. */
function refuseProlonging(
  { id, permissions: before }: CustomRole,
  permissions: readonly Permission[],
  decision: Decision,
): void {
  const held = decision.grants.filter(({ level, role }) => level === "customer" && role === id);
  const added = permissions.filter((one) => !before.includes(one));
  refuseOutlasting(held, decision, added);
}
