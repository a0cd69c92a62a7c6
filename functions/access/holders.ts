import type { CustomerBinding } from "../../shared/model/binding.ts";
import { type AccessHolder, givenRoles } from "../../shared/model/held-access.ts";
import { principalOf } from "../../shared/model/member.ts";
import type { Project } from "../../shared/model/project.ts";
import { shownOf } from "../../shared/model/user.ts";
import { shownGroupOf } from "../../shared/model/user-group.ts";
import * as groupHoldings from "../../shared/table/group-holdings.ts";
import * as principals from "../../shared/table/principals.ts";

/** A binding as the access that it gives. */
export const holderOf = (
  { principal, shown, roles }: Pick<CustomerBinding, "principal" | "shown" | "roles">,
  now: Date,
): AccessHolder => ({
  id: principal,
  principal: principalOf(principal, shown),
  roles: givenRoles(roles, now),
});

/** Everything that gives one principal access to a customer, or to one of its projects: own roles, then those of their groups. */
export async function allOf(
  principal: string,
  customer: string,
  project: Project | undefined,
  now: Date,
): Promise<AccessHolder[]> {
  const { user, group, holding } = await principals.read(principal, customer, project?.id);
  const shown = user ? shownOf(user) : group && shownGroupOf(group);
  if (!shown) return [];
  const groups = await groupHoldings.read(user, customer, project?.id);
  const held = [{ ...holding, group: undefined }, ...groups].flatMap((one) => {
    const binding = project ? counting(one, project) : one.customerBinding;
    return givenRoles(binding?.roles ?? {}, now, one.group);
  });
  return [{ id: principal, principal: principalOf(principal, shown), roles: held }];
}

/** A project binding, unless it was left over from earlier access or an earlier project. */
function counting(
  { customerBinding, projectBinding }: Omit<groupHoldings.GroupHoldings[number], "group">,
  { key }: Project,
) {
  const { projectKey, under } = projectBinding ?? {};
  return projectKey === key && under === customerBinding?.since ? projectBinding : undefined;
}
