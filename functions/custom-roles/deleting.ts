import { taskOf } from "../../shared/model/outbox.ts";
import { Refusal } from "../../shared/model/refusal.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as events from "../../shared/table/events.ts";
import * as roleUses from "../../shared/table/role-uses.ts";
import * as tasks from "../../shared/table/tasks.ts";
import type { Asking } from "./asking.ts";
import { customIn } from "./defining.ts";
import { happenedTo } from "./writing.ts";

/** Who may manage roles need not see who holds them. */
const toldOfHolders = ["customer.members.view", "platform.access.check"] as const;

/** Deletes a role that nobody holds: whoever is given it after that was looked at has it looked at again. */
export async function remove(asking: Asking, id: string): Promise<undefined> {
  const { mustMatch, commit, decision } = asking;
  const { book, role } = customIn(asking.book, id);
  mustMatch(role.version);
  const holder = await roleUses.holderOf(book, role.id);
  if (holder) {
    const who = decision.allows(...toldOfHolders)
      ? `${holder.principal} holds it ${placeOf(holder)}. `
      : "";
    throw new Refusal("role_held", `${who}Take this role from everybody who holds it first.`);
  }
  const { [role.id]: _, ...roles } = book.roles;
  const without = { ...book, roles, version: book.version + 1 };
  const before = { name: role.name, permissions: role.permissions };
  const event = happenedTo(asking, "deleted", role.id, { before });
  const { version } = without;
  await commit([
    customRoles.replace(without, book.version),
    customRoles.nothingGivenSince(book),
    events.recordAnywhere(event),
    ...(asking.customer ? [tasks.write(taskOf(event, "role-narrowed", role.id, { version }))] : []),
  ]);
  return undefined;
}

const placeOf = ({ customer, project }: { customer: string; project?: string | undefined }) =>
  project ? `on project ${project} of ${customer}` : `on customer ${customer}`;
