import type { CustomerGroupBinding } from "../model/customer-group.ts";
import { allCustomers, platform } from "../model/id.ts";
import type { HeldRoles } from "../model/role.ts";
import { ownerOfGroup } from "../model/user.ts";
import type { Write } from "./commit.ts";
import * as customerGroupBindings from "./customer-group-bindings.ts";
import * as customerGroups from "./customer-groups.ts";
import { type Along, boundIn, memberOf, owning } from "./facts-grouped.ts";
import * as gates from "./gates.ts";
import type { Find } from "./gather.ts";
import * as groupedCustomers from "./grouped-customers.ts";

/** A customer and a group that it is in, of the one right above it or of the platform. */
interface InGroup {
  customer: string;
  group: string;
  owner: string;
}

/** Roles on a group of customers, as they give access to one that is in it: somebody's own, or those of a group of theirs, which belongs to `owner`. */
export interface OnCustomerGroup {
  principal: string;
  customer: string;
  roles: HeldRoles;
  /** The group of customers, whose it is, and what binds to it, as it was read. */
  on: { group: string; owner: string; bound: CustomerGroupBinding };
  owner?: string;
}

/** The roles on groups of customers that give somebody access, as far as it was read: their own, and those of their groups. */
export const carriersOn = (principal: string, scope: Along, find: Find): OnCustomerGroup[] =>
  owning({ principal }, scope).flatMap(({ owner, child: customer, holders }) =>
    holders.flatMap((holder) => {
      const bound = boundIn(holder, owner, find);
      return Object.entries(bound?.roles ?? {}).flatMap(([group, roles]): OnCustomerGroup[] =>
        bound && isIn({ customer, owner, group }, find)
          ? [
              {
                principal: holder,
                customer,
                roles,
                on: { group, owner, bound },
                ...(holder !== principal && { owner: ownerOfGroup(scope.user ?? {}, holder) }),
              },
            ]
          : [],
      );
    }),
  );

const isIn = ({ customer, owner, group }: InGroup, find: Find) =>
  group === allCustomers || memberOf(customer, owner, find).includes(group);

/** Checks that whatever could give somebody access in this way is as it was read. */
export const looksOn = (principal: string, scope: Along, find: Find): Write[] =>
  owning({ principal }, scope).flatMap(({ owner, child: customer, holders }) => {
    const read = holders.map((holder) => ({ holder, bound: boundIn(holder, owner, find) }));
    const named = new Set(
      read
        .flatMap(({ bound }) => Object.keys(bound?.roles ?? {}))
        .filter((id) => id !== allCustomers),
    );
    const others = [...named].filter((group) => !isIn({ customer, owner, group }, find));
    return [
      ...read.map(({ holder, bound }) =>
        customerGroupBindings.isAsRead({ principal: holder, owner }, bound),
      ),
      ...(others.length > 0 ? [groupedCustomers.isInNone({ customer, owner }, others)] : []),
    ];
  });

/** Checks that a customer is still in a group: both where they are, and what holds on the group there still. */
export const stillIn = ({ customer, owner, group }: InGroup): Write[] => [
  owner === platform ? gates.isOnTop(customer) : gates.isBelow(customer, owner),
  ...(group === allCustomers
    ? []
    : [groupedCustomers.isIn({ customer, owner, group }), customerGroups.stands(group)]),
];
