import { isApiUserId } from "../model/caller.ts";
import { definedIn } from "../model/custom-role.ts";
import { Gate } from "../model/gate.ts";
import { platform } from "../model/id.ts";
import { Owners } from "../model/owners.ts";
import * as apiUsers from "./api-users.ts";
import * as bindings from "./bindings.ts";
import { getMany, type Item, type Key, query } from "./client.ts";
import { collections } from "./collections.ts";
import * as customRoles from "./custom-roles.ts";
import * as customers from "./customers.ts";
import * as groupHoldings from "./group-holdings.ts";
import * as projects from "./projects.ts";
import { keys } from "./schema.ts";
import * as users from "./users.ts";

/** What a path names: whose rights count there. */
export interface Target {
  customer?: string | undefined;
  project?: string | undefined;
}

/** Everything a decision about a caller needs, read in one wave, and in a second what the caller's groups hold; `more` is read along, owners and gate where they matter. */
export async function read(
  user: string | undefined,
  target: Target,
  more: readonly Key[] = [],
  withOwners = false,
) {
  const { customer } = target;
  const own = [...callerKeys(user, target)];
  if (customer && !withOwners) own.push(keys.customer({ customer }));
  const [items, about] = await Promise.all([
    getMany([...own, ...more]),
    customer && withOwners ? aboutCustomer(customer) : undefined,
  ]);
  const of = (kind: string) => items.slice(0, own.length).find((item) => item?.kind === kind);
  const caller = users.parse(of("user"));
  const customerBinding = bindings.parse(of("customer binding"));
  const projectBinding = bindings.parseProject(of("project binding"));
  const reach = { user: caller, customer, project: target.project };
  const mattering = customRoles.mattering({ ...reach, customerBinding, projectBinding });
  const [groups, adminGroups, books] = await Promise.all([
    groupHoldings.read(caller, customer, target.project),
    groupHoldings.onPlatform(caller),
    customRoles.readAt(mattering.filter((owner) => !withOwners || owner !== customer)),
  ]);
  const book = about?.book ?? books.get(customer ?? "");
  return {
    user: caller,
    apiUser: apiUsers.parse(of("api user")),
    ...{ groups, adminGroups },
    customRoles: definedIn(book, books.get(platform)),
    book,
    customerBinding,
    projectBinding,
    project: projects.parse(of("project")),
    customer: withOwners ? about?.customer : customers.parse(of("customer")),
    gate: about?.gate,
    owners: about?.owners,
    more: items.slice(own.length) as (Item | undefined)[],
  };
}

function callerKeys(user: string | undefined, { customer, project }: Target): Key[] {
  const wanted: Key[] = [];
  if (user) wanted.push(keys.user({ user }));
  if (customer && project) wanted.push(keys.project({ customer, project }));
  // It holds no bindings.
  if (user && isApiUserId(user)) return wanted;
  if (user && customer) wanted.push(keys["customer binding"]({ principal: user, customer }));
  if (user && customer && project)
    wanted.push(keys["project binding"]({ principal: user, customer, project }));
  return wanted;
}

export type FactsRead = Awaited<ReturnType<typeof read>>;

/** A customer's record, gate and owners lie side by side: one request, one read unit. */
async function aboutCustomer(customer: string) {
  const collection = collections["a customer's record, gates and owners"]({ customer });
  const { items } = await query(collection, { strong: true });
  const of = (kind: string) => items.find((item) => item.kind === kind);
  const gate = of("gate");
  const owners = of("owners");
  const book = of("custom roles");
  return {
    customer: customers.parse(of("customer")),
    gate: gate && Gate().parse(gate),
    owners: owners && Owners().parse(owners),
    book: customRoles.parse(book),
  };
}
