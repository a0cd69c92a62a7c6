import { CustomerGroupBinding, GroupsOfCustomer } from "../model/customer-group.ts";
import { allCustomers, isGroupId, ownerOf, platform } from "../model/id.ts";
import type { Key } from "./client.ts";
import * as customerGroups from "./customer-groups.ts";
import type { About, Scope } from "./facts-scope.ts";
import type { Find } from "./gather.ts";
import { parsing } from "./parsing.ts";
import { keys } from "./schema.ts";

const [bindingOf, groupsOf] = [parsing(CustomerGroupBinding), parsing(GroupsOfCustomer)];

/** An owner of groups of customers, the customer right below it that matters, and who may hold roles on such groups. */
interface Owning {
  owner: string;
  child: string;
  holders: readonly string[];
}

/** As much of a scope as says where roles on groups of customers may count. */
export type Along = Pick<Scope, "ids" | "user" | "groupsOn" | "adminGroups" | "top">;

/** The owners of groups that may count: each customer above another one, and the platform. Whether roles were bound to a person there their record says. */
export function owning({ principal = "" }: About, scope: Along): Owning[] {
  const { ids, user, groupsOn, adminGroups, top } = scope;
  const asked = (owner: string) =>
    isGroupId(principal) || user?.boundOn?.has(owner) ? [principal] : [];
  return [
    ...ids.slice(1).map((owner, i) => ({
      owner,
      child: ids[i] as string,
      holders: [...asked(owner), ...(groupsOn[i + 1] ?? [])],
    })),
    ...(top
      ? [{ owner: platform, child: top, holders: [...asked(platform), ...adminGroups] }]
      : []),
  ];
}

/** The keys of roles on groups of customers and, where there are some on named groups, of what says which customers those hold. */
export const groupedKeys = (about: About, scope: Along, find: Find): Key[] =>
  owning(about, scope).flatMap(({ owner, child, holders }) => [
    ...holders.map((principal) => keys["customer group binding"]({ principal, owner })),
    ...namedIn(owner, holders, find).flatMap((group) => [
      keys["groups of a customer"]({ customer: child, owner }),
      keys["customer group"]({ group }),
    ]),
  ]);

const namedIn = (owner: string, holders: readonly string[], find: Find) =>
  holders
    .flatMap((holder) => Object.keys(onCustomerGroups(holder, owner, find) ?? {}))
    .filter((group) => group !== allCustomers);

/** What binds somebody to the groups of an owner, as far as it was read. */
export const boundIn = (principal: string, owner: string, find: Find) =>
  bindingOf(find(keys["customer group binding"]({ principal, owner })));

/** The roles that somebody holds on the groups of an owner, as far as it was read. */
export const onCustomerGroups = (principal: string, owner: string, find: Find) =>
  boundIn(principal, owner, find)?.roles;

/** The groups of the customer above, or of the platform, that a customer is in, as far as it was read. */
export function memberOf(customer: string, owner: string | undefined, find: Find): string[] {
  const found = groupsOf(
    find(keys["groups of a customer"]({ customer, owner: owner ?? platform })),
  );
  return [...(found?.groups ?? [])].filter((group) => {
    const record = customerGroups.parse(find(keys["customer group"]({ group })));
    return record && ownerOf(record) === (owner ?? platform);
  });
}

/** Roles held on groups of customers that are not built in, each with the owner of the groups. */
export const rolesOnGroups = (about: About, scope: Along, find: Find) =>
  owning(about, scope).flatMap(({ owner, holders }) =>
    holders.flatMap((holder) =>
      Object.values(onCustomerGroups(holder, owner, find) ?? {}).map((roles) => ({
        place: owner,
        binding: { roles },
      })),
    ),
  );
