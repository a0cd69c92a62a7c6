import type { CustomerGroupBinding } from "../../shared/model/customer-group.ts";
import type { Event } from "../../shared/model/event.ts";
import { isGroupId } from "../../shared/model/id.ts";
import { letterOf, taskOf } from "../../shared/model/outbox.ts";
import { roleIdsOf } from "../../shared/model/role.ts";
import type { RoleChange } from "../../shared/model/role-change.ts";
import type { Write } from "../../shared/table/commit.ts";
import { madeBy } from "../../shared/table/customer-group-bindings.ts";
import * as letters from "../../shared/table/letters.ts";
import * as tasks from "../../shared/table/tasks.ts";
import type { Granting } from "./granting.ts";

type Bound = Pick<CustomerGroupBinding, "since" | "version">;

/** What a letter and a task say of roles on a group of customers. */
const said = ({ params }: Pick<Granting, "params">, change: RoleChange, { version }: Bound) => ({
  customerGroup: params.customerGroup,
  version,
  before: roleIdsOf(change.before),
  after: roleIdsOf(change.after),
});

/** Tells a person that their roles on a group of customers are others now, and has a group's members told one by one. Who loses the last one is told when it is known what went with it. */
export function tell(
  request: Pick<Granting, "params" | "caller">,
  event: Event,
  change: RoleChange,
  bound: Bound,
): Write[] {
  const { principal } = request.params;
  const more = said(request, change, bound);
  if (isGroupId(principal))
    return [tasks.write(taskOf(event, "group-changed", principal, { ...more, ...madeBy(bound) }))];
  if (principal === request.caller.id || more.after.length === 0) return [];
  const kind = more.before.length > 0 ? "roles-changed" : "access-granted";
  return [letters.write(letterOf(event, kind, principal, more))];
}

/** Has what rested on a person's role on a group of customers end. */
export const roleLost = (
  request: Pick<Granting, "params">,
  event: Event,
  change: RoleChange,
  bound: Bound,
): Write =>
  tasks.write(
    taskOf(event, "customer-group-role-lost", request.params.principal, {
      ...said(request, change, bound),
      ...madeBy(bound),
    }),
  );
