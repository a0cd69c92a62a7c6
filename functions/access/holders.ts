import type { CustomerBinding } from "../../shared/model/binding.ts";
import { type AccessHolder, givenRoles } from "../../shared/model/held-access.ts";
import { principalOf } from "../../shared/model/member.ts";
import type { Project } from "../../shared/model/project.ts";
import { shownOf } from "../../shared/model/user.ts";
import { shownGroupOf } from "../../shared/model/user-group.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as groupHoldings from "../../shared/table/group-holdings.ts";
import type { Page, PageOptions } from "../../shared/table/page.ts";
import * as principals from "../../shared/table/principals.ts";
import type { HolderList } from "./along.ts";

/** A binding as the access that it gives. */
const holderOf = (
  { principal, shown, roles }: Pick<CustomerBinding, "principal" | "shown" | "roles">,
  now: Date,
): AccessHolder => ({
  id: principal,
  principal: principalOf(principal, shown),
  roles: givenRoles(roles, now),
});

/** Who holds roles on a customer itself. */
export const membersOf = (customer: string, now: Date): HolderList =>
  listOf((options) => bindingLists.onCustomer(customer, options), now);

/** Who holds roles on a project itself: nobody until its deletion is declined. */
export const membersOn = (customer: string, { id, key, status }: Project, now: Date) =>
  listOf(
    (options) =>
      status === "active"
        ? bindingLists.onProject({ customer, project: id, projectKey: key }, options)
        : Promise.resolve({ items: [] }),
    now,
  );

const listOf = (
  bindings: (options: PageOptions) => Promise<Page<Parameters<typeof holderOf>[0]>>,
  now: Date,
): HolderList => ({
  id: "",
  page: async (options) => {
    const { items, nextCursor } = await bindings(options);
    return { items: items.map((binding) => holderOf(binding, now)), nextCursor };
  },
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

/** A project binding, unless it was left over from earlier access or an earlier project, or the project is to be deleted. */
function counting(
  { customerBinding, projectBinding }: Omit<groupHoldings.GroupHoldings[number], "group">,
  { key, status }: Project,
) {
  const { projectKey, under } = projectBinding ?? {};
  const isCurrent = status === "active" && projectKey === key;
  return isCurrent && under === customerBinding?.since ? projectBinding : undefined;
}
