import { definedIn } from "../model/custom-role.ts";
import { isGroupId, platform } from "../model/id.ts";
import { hasLiveOwner, Owners, ownerIds } from "../model/owners.ts";
import { groupsAt } from "../model/user.ts";
import * as apiUsers from "./api-users.ts";
import * as bindings from "./bindings.ts";
import { getMany, type Item, type Key } from "./client.ts";
import * as customRoles from "./custom-roles.ts";
import * as customers from "./customers.ts";
import * as projects from "./projects.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** Whom and what a question is about. */
export interface About {
  principal: string;
  customer?: string | undefined;
  project?: string | undefined;
  /** Asks whether the customer has a live owner, too. */
  withOwners?: boolean;
}

/** The first wave of what decisions about many principals and targets need: the principals, the targets and what they hold there themselves. What questions share is read once. */
export async function begin(asked: readonly About[]) {
  const wanted = asked.flatMap(firstKeys);
  return { asked, first: itemsAt(await getMany(wanted), wanted) };
}

/** The second wave: what groups hold, and which roles there are besides the built-in ones, where that matters. */
export async function finish({ asked, first }: Awaited<ReturnType<typeof begin>>, now: Date) {
  const about = asked.map((one) => ({ ...one, ...known(one, first) }));
  const wanted = about.flatMap(secondKeys);
  const second = itemsAt(await getMany(wanted), wanted);
  const book = (owner: string) => customRoles.parse(second(keys["custom roles"]({ owner })));
  return about.map((one) => {
    const { principal, customer, project, owners } = one;
    const groups = one.groupIds.map((group) => ({ group, ...heldBy(group, one, second) }));
    const adminGroups = one.adminGroupIds.map((group) => ({
      group,
      platformRoles: userGroups.parse(second(keys["user group"]({ group })))?.platformRoles,
    }));
    const active = new Set(
      ownerIds(owners ?? noOwners).filter(
        (user) => users.parse(second(keys.user({ user })))?.status === "active",
      ),
    );
    return {
      now,
      principal: one.user ??
        one.apiUser ?? {
          ...{ id: principal, status: one.group ? "active" : "deleted" },
          platformRoles: one.group?.platformRoles,
        },
      ...{ customer: one.customerRecord, project: one.projectRecord },
      ...heldBy(principal, { customer, project }, first),
      ...{ groups, adminGroups },
      customRoles: definedIn(book(customer ?? "-"), book(platform)),
      ...(owners && { hasLiveOwner: hasLiveOwner(owners, active, now) }),
    } as const;
  });
}

const noOwners: Owners = { customer: "", places: [], version: 0 };

type Find = (key: Key) => Item | undefined;

function itemsAt(items: readonly (Item | undefined)[], wanted: readonly Key[]): Find {
  const found = new Map(wanted.map((key, i) => [`${key.pk}\n${key.sk}`, items[i]]));
  return ({ pk, sk }) => found.get(`${pk}\n${sk}`);
}

function firstKeys({ principal, customer, project, withOwners }: About): Key[] {
  return [
    keys.user({ user: principal }),
    ...(customer
      ? [keys.customer({ customer }), ...bindingKeys(principal, customer, project)]
      : []),
    ...(customer && project ? [keys.project({ customer, project })] : []),
    ...(customer && withOwners ? [keys.owners({ customer })] : []),
  ];
}

const bindingKeys = (principal: string, customer: string, project: string | undefined): Key[] => [
  keys["customer binding"]({ principal, customer }),
  ...(project ? [keys["project binding"]({ principal, customer, project })] : []),
];

function known({ principal, customer, project, withOwners }: About, find: Find) {
  const record = find(keys.user({ user: principal }));
  const group = isGroupId(principal) ? userGroups.parse(record) : undefined;
  const user = users.parse(record);
  const owners = customer && withOwners ? find(keys.owners({ customer })) : undefined;
  return {
    ...{ group, user, apiUser: apiUsers.parse(record) },
    customerRecord: customer ? customers.parse(find(keys.customer({ customer }))) : undefined,
    projectRecord:
      customer && project ? projects.parse(find(keys.project({ customer, project }))) : undefined,
    owners: owners && Owners().parse(owners),
    customerBinding: customer
      ? bindings.parse(find(keys["customer binding"]({ principal, customer })))
      : undefined,
    projectBinding:
      customer && project
        ? bindings.parseProject(find(keys["project binding"]({ principal, customer, project })))
        : undefined,
    adminGroupIds: user ? groupsAt(user, platform) : [],
    groupIds: user && customer ? groupsAt(user, customer) : [],
  };
}

function secondKeys({ customer, project, ...one }: About & ReturnType<typeof known>) {
  const { groupIds, adminGroupIds, owners } = one;
  const mattering = customer ? customRoles.mattering({ ...one, customer, project }) : [];
  return [
    ...mattering.map((owner) => keys["custom roles"]({ owner })),
    ...adminGroupIds.map((group) => keys["user group"]({ group })),
    ...(customer ? groupIds.flatMap((group) => bindingKeys(group, customer, project)) : []),
    ...(owners ? ownerIds(owners).map((user) => keys.user({ user })) : []),
  ];
}

function heldBy(principal: string, { customer, project }: Omit<About, "principal">, find: Find) {
  if (!customer) return {};
  return {
    customerBinding: bindings.parse(find(keys["customer binding"]({ principal, customer }))),
    projectBinding: project
      ? bindings.parseProject(find(keys["project binding"]({ principal, customer, project })))
      : undefined,
  };
}
