import { taskOf } from "../../shared/model/outbox.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as events from "../../shared/table/events.ts";
import * as roleUses from "../../shared/table/role-uses.ts";
import * as tasks from "../../shared/table/tasks.ts";
import { type Asking, ownerOf } from "./asking.ts";
import { customIn, withRole } from "./defining.ts";
import { happenedTo } from "./writing.ts";

/** Retires the role, so that nobody is given it any more, and only then looks whether somebody holds it. */
export async function remove(asking: Asking, id: string): Promise<undefined> {
  const { mustMatch, commit } = asking;
  const owner = ownerOf(asking);
  const { book, role } = customIn(asking.book, id);
  mustMatch(role.version);
  const retiring = withRole(book, owner, { ...role, retiring: true });
  await commit([customRoles.replace(retiring, book.version)]);
  if (await roleUses.isHeld(owner, role.id)) {
    const { retiring: _, ...kept } = role;
    const back = withRole(retiring, owner, kept);
    await commit([customRoles.replace(back, retiring.version)]);
    throw new Refusal("role_held", "Take this role from everybody who holds it first.");
  }
  const { [role.id]: _, ...roles } = retiring.roles;
  const without = { ...retiring, roles, version: retiring.version + 1 };
  const before = { name: role.name, permissions: role.permissions };
  const event = happenedTo(asking, "deleted", role.id, { before });
  const { version } = without;
  await commit([
    customRoles.replace(without, retiring.version),
    events.recordAnywhere(event),
    ...(asking.customer ? [tasks.write(taskOf(event, "role-narrowed", role.id, { version }))] : []),
  ]);
  return undefined;
}
