import { allPermissions } from "../../shared/access/permissions.ts";
import { keysAtMost, type StoredApiKey } from "../../shared/model/api-key.ts";
import type { ApiUser } from "../../shared/model/api-user.ts";
import type { CustomerBinding, ProjectBinding } from "../../shared/model/binding.ts";
import type { RoleBook } from "../../shared/model/custom-role.ts";
import type { CustomerGroupBinding } from "../../shared/model/customer-group.ts";
import type { Event } from "../../shared/model/event.ts";
import { allCustomers, isGroupId, platform } from "../../shared/model/id.ts";
import { isOpen, type StoredInvitation } from "../../shared/model/invitation.ts";
import type { Owners } from "../../shared/model/owners.ts";
import type { StoredProject } from "../../shared/model/project.ts";
import { endOf, isBuiltIn, roleNameOf } from "../../shared/model/role.ts";
import { phrasesOf, phrasesOfGroup } from "../../shared/model/search-phrase.ts";
import type { StoredTenant } from "../../shared/model/tenant.ts";
import { groupsAt, type User } from "../../shared/model/user.ts";
import type { Membership, StoredUserGroup } from "../../shared/model/user-group.ts";
import { identityHash } from "../../shared/table/hashes.ts";
import { indexed, keys } from "../../shared/table/schema.ts";
import type { SearchPhrase } from "../../shared/table/search-phrases.ts";

type Item = Record<string, unknown> & { pk: string; sk: string };

type Key = { pk: string; sk: string };

/** A table at rest, and whom to tell of what does not hold there. */
export interface Table {
  at(key: Key): Item | undefined;
  of<T>(kind: string): (Item & T)[];
  expect(holds: unknown, sentence: string): void;
  now: Date;
}

/** Addresses and sign-ins belong to exactly the users who have them. */
export function people({ at, of, expect }: Table) {
  for (const { id, email, identities, status } of of<User>("user")) {
    if (status !== "deleted")
      expect(at(keys.address({ email }))?.userId === id, `${email} is not kept for ${id}`);
    for (const identity of identities)
      expect(
        at(keys.identity({ identity: identityHash(identity) }))?.userId === id,
        `a sign-in of ${id} leads elsewhere`,
      );
  }
  for (const { pk, userId: user } of of<{ userId: string }>("address"))
    expect(pk === `A#${at(keys.user({ user }))?.email}`, `${pk} is kept for ${user} in vain`);
  for (const { pk, userId: user, endedAt } of of<{ userId: string; endedAt?: string }>(
    "identity",
  )) {
    const { identities = [], status } = (at(keys.user({ user })) ?? {}) as Partial<User>;
    if (endedAt) {
      expect(status === "deleted", `${pk} has ended, and ${user} is not deleted`);
      continue;
    }
    expect(
      identities.some((identity) => keys.identity({ identity: identityHash(identity) }).pk === pk),
      `${pk} leads to ${user}, who does not have it`,
    );
  }
}

/** Everybody who can be found is, by exactly their names as they are now, and nothing is left of anybody else. */
export function searches({ of, expect }: Table) {
  const kept = new Set(of<SearchPhrase>("search phrase").map(nameOfPhrase));
  const bindings = Map.groupBy(
    of<CustomerBinding>("customer binding"),
    ({ principal }) => principal,
  );
  const scopesOf = ({ id, groups = new Set<string>() }: User) => {
    const all = bindings.get(id) ?? [];
    const held = all.filter(({ roles }) => Object.keys(roles).length > 0);
    const owners = [...groups].map((entry) => entry.split("/")[0] as string);
    const customers = owners.filter((owner) => owner !== platform);
    return new Set(["*", ...held.map(({ customer }) => customer), ...customers]);
  };
  const found = (pk: string, scope: string, phrases: string[]) =>
    phrases
      .filter((phrase) => [...phrase].length >= 3)
      .map((phrase) => nameOfPhrase({ pk, scope, phrase: [...phrase].slice(0, 64).join("") }));
  const people = of<User>("user").filter(({ status }) => /^(active|invited)$/.test(status));
  const wanted = new Set([
    ...people.flatMap((user) =>
      [...scopesOf(user)].flatMap((scope) => found(user.pk, scope, phrasesOf(user))),
    ),
    ...of<StoredUserGroup>("user group").flatMap((group) =>
      group.customer ? found(group.pk, `${group.customer}/groups`, phrasesOfGroup(group)) : [],
    ),
  ]);
  for (const name of wanted) expect(kept.has(name), `nobody finds ${name}`);
  // Who has a customer from above goes on being found there by what they had themselves.
  const passable = new Set(
    people.flatMap((user) =>
      (bindings.get(user.id) ?? []).flatMap(({ customer }) =>
        found(user.pk, customer, phrasesOf(user)),
      ),
    ),
  );
  for (const name of kept)
    expect(wanted.has(name) || passable.has(name), `${name} is found in vain`);
}

const nameOfPhrase = ({ pk, scope, phrase }: SearchPhrase & { pk: string }) =>
  `${pk} by ${phrase} in ${scope}`;

/** The count of those who can run the platform for ever is true, and never none. */
export function admins({ at, of, expect }: Table) {
  const lasting = of<User>("user").filter(({ status, platformRoles = {} }) => {
    const held = platformRoles["organization-admin"];
    return status === "active" && held && !held.expiresAt;
  });
  const counted = [...((at(keys.admins())?.active ?? []) as Set<string>)].sort();
  const found = lasting.map(({ id }) => id).sort();
  expect(String(counted) === String(found), `${found} run the platform, counted are ${counted}`);
}

const gateAt = (at: Table["at"], customer: string) =>
  (at(keys.gate({ customer, gate: "0" })) ?? {}) as { parentId?: string };

/** A customer and those above it, the nearest first. */
function lineOf(at: Table["at"], customer: string): string[] {
  const { parentId } = gateAt(at, customer);
  return [customer, ...(parentId === undefined ? [] : lineOf(at, parentId))];
}

/** Every binding has its principal and its customer; every project binding the access it rests on. */
export function access({ at, of, expect }: Table) {
  const holds = (principal: string, customer: string) => {
    const held = at(keys["customer binding"]({ principal, customer }));
    return Object.keys((held?.roles ?? {}) as object).length > 0;
  };
  /** On groups that a customer is in, of the one right above it or of the platform. */
  const holdsOnGroup = (principal: string, customer: string) => {
    const { parentId: owner = platform } = gateAt(at, customer);
    const bound = at(keys["customer group binding"]({ principal, owner }));
    const { groups } = (at(keys["groups of a customer"]({ customer, owner })) ?? {}) as {
      groups?: Set<string>;
    };
    return Object.keys((bound?.roles ?? {}) as object).some(
      (group) =>
        group === allCustomers ||
        (groups?.has(group) && at(keys["customer group"]({ group })) !== undefined),
    );
  };
  /** By roles on customers above, or of groups there and above, or on groups of customers. */
  const hasOtherAccess = (principal: string, customer: string) => {
    const line = lineOf(at, customer);
    const user = (at(keys.user({ user: principal })) ?? {}) as User;
    const all = [...groupsAt(user, platform), ...line.flatMap((owner) => groupsAt(user, owner))];
    return line.some(
      (owner, i) =>
        holds(principal, owner) ||
        groupsAt(user, owner).some((group) =>
          line.slice(0, i + 1).some((place) => holds(group, place)),
        ) ||
        [principal, ...all].some((holder) => holdsOnGroup(holder, owner)),
    );
  };
  for (const binding of of<CustomerBinding>("customer binding")) {
    const { principal, customer, since, roles, ends, shown, gsi1pk, gsi1sk } = binding;
    const name = `the binding of ${principal} at ${customer}`;
    const record = at(keys.user({ user: principal }));
    expect(record, `${name} has no principal`);
    expect(record?.status !== "deleted", `${name} is of somebody who was deleted`);
    for (const [field, value] of Object.entries(shown))
      expect(record?.[field] === value, `${name} shows ${field} ${value}, not ${record?.[field]}`);
    expect(at(keys.customer({ customer })), `${name} has no customer`);
    expect(at(keys.event({ customer, event: since })), `${name} was made by no event`);
    expect(ends === endOf(roles), `${name} ends at ${ends}`);
    indexedByEnd(binding, name, expect);
    const hasRoles = Object.keys(roles).length > 0;
    expect(hasRoles || hasOtherAccess(principal, customer), `${name} has no role, nor has a group`);
    const owner = record?.customer as string | undefined;
    const isHere = !isGroupId(principal) || lineOf(at, customer).includes(owner ?? "");
    expect(isHere, `${name} is of a group of ${owner}, which is not above`);
    const index = indexed[hasRoles ? "customer binding" : "empty binding"]({ customer, principal });
    const isListed = gsi1pk === index.gsi1pk && gsi1sk === index.gsi1sk;
    expect(isListed, `${name} is listed elsewhere`);
  }
  for (const binding of of<ProjectBinding>("project binding")) {
    const { principal, customer, project, projectKey, under, roles, gsi1pk, gsi1sk } = binding;
    const name = `the binding of ${principal} at ${customer}/${project}`;
    const access = at(keys["customer binding"]({ principal, customer }));
    expect(access?.since === under, `${name} rests on ${under}, not on ${access?.since}`);
    const key = at(keys.project({ customer, project }))?.key;
    expect(key === projectKey, `${name} is of ${projectKey}, not of ${key}`);
    expect(Object.keys(roles).length > 0, `${name} has no role`);
    indexedByEnd(binding, name, expect);
    const index = indexed["project binding"]({ projectKey, principal });
    expect(gsi1pk === index.gsi1pk && gsi1sk === index.gsi1sk, `${name} is listed elsewhere`);
  }
}

/** A binding is found by its first end exactly when it has one, and only such a one waits for a reminder. */
function indexedByEnd(
  binding: Item & CustomerBinding & { project?: string },
  name: string,
  expect: Table["expect"],
) {
  const {
    roles,
    customer,
    principal,
    project = "",
    gsi2pk,
    gsi2sk,
    duesk,
    reminded = "",
  } = binding;
  const ends = Object.values(roles).flatMap(({ expiresAt }) => expiresAt ?? []);
  const [end] = ends.sort();
  const index = end ? indexed.end({ customer, principal, project, end }) : undefined;
  const isFound = gsi2pk === index?.gsi2pk && gsi2sk === index?.gsi2sk;
  expect(isFound, `${name} is found by the end ${gsi2sk}, not by ${index?.gsi2sk}`);
  const mayWait = ends.some((one) => one > reminded);
  expect(!duesk || mayWait, `${name} waits until ${duesk} for a reminder of nothing`);
}

/** Groups, identifiers and memberships agree with each other and with the records of their members. */
export function groups({ at, of, expect }: Table) {
  for (const group of of<StoredUserGroup>("user group")) {
    const { id, customer: owner = platform, identifier, platformRoles, gsi2pk } = group;
    const kept = at(keys["group identifier"]({ owner, identifier }))?.group;
    expect(kept === id, `${identifier} at ${owner} is kept for ${kept}, not for ${id}`);
    expect(!platformRoles || owner === platform, `${id} of ${owner} runs the platform`);
    const isListed = gsi2pk === indexed.admin({ user: id }).gsi2pk;
    expect(isListed === (platformRoles !== undefined), `${id} is listed as what it is not`);
    const holdsMore = of<CustomerBinding>("customer binding").some(
      ({ principal }) => principal === id && owner === platform,
    );
    expect(!holdsMore, `${id} runs the platform and acts for a customer`);
  }
  for (const { principal, group, customer } of of<Membership>("membership")) {
    const name = `${principal} in ${group}`;
    expect(at(keys["user group"]({ group })), `${name}: there is no such group`);
    const record = (at(keys.user({ user: principal })) ?? {}) as User;
    expect(groupsAt(record, customer).includes(group), `${name}: the record does not say so`);
  }
  for (const { id, groups: entries = new Set<string>() } of of<User>("user")) {
    for (const entry of entries) {
      const group = entry.split("/")[1] ?? "";
      expect(at(keys.membership({ principal: id, group })), `${id} is not in ${entry}`);
    }
  }
}

/** At most two places, held by exactly the owners and the open invitations that carry the role. */
export function owners({ of, expect, now }: Table) {
  const bindings = of<CustomerBinding>("customer binding").filter(({ roles }) => roles.owner);
  const invited = of<StoredInvitation>("invitation").filter(
    (invitation) => invitation.roles.includes("owner") && isOpen(invitation, now),
  );
  for (const { customer, places } of of<Owners>("owners")) {
    const held = bindings.filter((binding) => binding.customer === customer);
    const open = invited.filter((invitation) => invitation.customer === customer);
    const name = `the owners of ${customer}`;
    expect(places.length <= 2, `${name} hold ${places.length} places`);
    const taken = places.filter(
      ({ holder, until = "~" }) => !/^inv_/.test(holder) || until > now.toISOString(),
    );
    const holders = taken.map(({ holder }) => holder).sort();
    const entitled = [
      ...held.map(({ principal }) => principal),
      ...open.map(({ id }) => id),
    ].sort();
    expect(
      String(holders) === String(entitled),
      `${name} are ${entitled}, the places say ${holders}`,
    );
    for (const { principal, roles } of held) {
      const place = places.find(({ holder }) => holder === principal);
      expect(place?.until === roles.owner?.expiresAt, `${name}: ${principal} ends at another time`);
    }
  }
}

/** Every customer has its gate, its places and a true count of its projects. */
export function customers({ at, of, expect }: Table) {
  const projects = of<{ customer: string }>("project");
  for (const { id: customer, status } of of<{ id: string }>("customer")) {
    const gate = at(keys.gate({ customer, gate: "0" }));
    // Closing ends all access by the customer's own status, and shuts the gate later.
    const isShut = gate?.status === status || status === "deleting";
    expect(isShut, `the gate of ${customer} is ${gate?.status}, not ${status}`);
    expect(at(keys.owners({ customer })), `${customer} has no places for owners`);
    const counter = at(keys.counter({ customer, counted: "projects", shard: "0" }));
    if (status === "deleted") continue;
    const count = projects.filter((project) => project.customer === customer).length;
    expect(counter?.n === count, `${customer} has ${count} projects and counts ${counter?.n}`);
    expect(count <= Number(counter?.allotment), `${customer} has ${count} projects, too many`);
  }
  for (const { customer, id } of of<{ customer: string; id: string }>("project"))
    expect(at(keys.customer({ customer })), `project ${id} has no customer ${customer}`);
}

/** What is recorded at a customer happened at one that there is, and nothing of the platform's own. */
export function events({ at, of, expect }: Table) {
  for (const { id, type, customerId = "" } of of<Event>("event")) {
    expect(at(keys.customer({ customer: customerId })), `${id} happened at ${customerId}`);
    expect(type.startsWith("customer."), `${id}, ${type}, happened at ${customerId}`);
  }
  for (const { id, type, customerId } of of<Event>("user event"))
    expect(!customerId && !type.startsWith("customer."), `${id}, ${type}, happened to a person`);
}

/** Roles on groups of customers are of their owner, or of one above it, and so are the user groups that hold them. */
export function onCustomerGroups({ at, of, expect }: Table) {
  for (const binding of of<CustomerGroupBinding>("customer group binding")) {
    const { principal, owner, roles } = binding;
    toldOnCustomerGroups(binding, expect);
    const line = owner === platform ? [platform] : lineOf(at, owner);
    const group = at(keys["user group"]({ group: principal })) as Partial<StoredUserGroup>;
    const whose = isGroupId(principal) ? (group?.customer ?? platform) : owner;
    expect(line.includes(whose), `${principal} of ${whose} holds roles on groups of ${owner}`);
    for (const role of Object.values(roles).flatMap((held) => Object.keys(held))) {
      const { role: id, owner: named = owner } = roleNameOf(role);
      expect(line.includes(named), `${principal} holds ${role} on groups of ${owner}`);
      const use = keys["role use"]({ customer: owner, role, principal });
      const isNoted = isBuiltIn("customer", id) || at(use);
      expect(isNoted, `${principal} holds ${role} on groups of ${owner}, and nothing says so`);
    }
  }
}

/** Only a role that ends waits for a reminder, and it is kept what was told of groups on which something is held. */
function toldOnCustomerGroups(
  { principal, owner, roles, reminded = {}, duesk }: Item & CustomerGroupBinding,
  expect: Table["expect"],
) {
  const mayWait = Object.entries(roles).some(([group, held]) =>
    Object.values(held).some(({ expiresAt = "" }) => expiresAt > (reminded[group] ?? "")),
  );
  const name = `${principal} on groups of ${owner}`;
  expect(!duesk || mayWait, `${name} waits until ${duesk} for a reminder of nothing`);
  for (const group of Object.keys(reminded))
    expect(roles[group], `${name} was told of ${group} and holds nothing there`);
}

/** Roles that are not built in exist while somebody holds them, and it is noted that they do. */
export function customRoles({ at, of, expect }: Table) {
  const known = (owner: string, role: string) =>
    (at(keys["custom roles"]({ owner })) as Partial<RoleBook> | undefined)?.roles?.[role];
  for (const { principal, customer, roles } of of<CustomerBinding>("customer binding"))
    for (const role of Object.keys(roles).filter((one) => !isBuiltIn("customer", one))) {
      const { role: id, owner = customer } = roleNameOf(role);
      const isAbove = lineOf(at, customer).includes(owner);
      expect(isAbove, `${principal} holds ${role} at ${customer}, which is not below`);
      expect(known(owner, id), `${principal} holds ${role} at ${customer}, which is gone`);
      const use = at(keys["role use"]({ customer, role, principal }));
      expect(use, `${principal} holds ${role} at ${customer}, and nothing says so`);
    }
  for (const { principal, customer, project, roles } of of<ProjectBinding>("project binding"))
    for (const role of Object.keys(roles).filter((one) => !isBuiltIn("project", one))) {
      const name = `${principal} holds ${role} at ${customer}/${project}`;
      expect(known(platform, role), `${name}, which is gone`);
      const use = at(keys["project role use"]({ role, principal, customer, project }));
      expect(use, `${name}, and nothing says so`);
    }
}

/** Each key has its API user, no place is taken by more than two keys, and the count of the places is true. */
export function apiKeys({ at, of, expect }: Table) {
  const all = of<StoredApiKey>("api key");
  for (const key of all) {
    const { id, apiUser, customer, replacedBy, createdBy } = key;
    const owner = at(keys["api user"]({ apiUser })) as ApiUser | undefined;
    expect(owner, `${id} has no API user`);
    expect(owner?.customer === customer, `${id} is of ${customer}, its API user is not`);
    expect(at(keys.user({ user: createdBy })), `${id} was shown to nobody`);
    const fields = Object.keys(key).filter((name) => !keyFields.includes(name));
    expect(fields.length === 0, `${id} has ${fields}: is that its secret?`);
    expect(/^[\w-]{43}$/.test(key.hash), `${id} has no hash`);
    const next = all.find((one) => one.id === replacedBy);
    expect(!next || next.replaces === id, `${id} was replaced by ${replacedBy}, which denies it`);
    expect(!next?.replacedBy, `the place of ${id} is taken by three`);
  }
  const owners = new Set(all.map(({ customer = "platform" }) => customer));
  const counters = of<{ pk: string; n: number }>("counter").filter(({ sk }) => /^N#keys/.test(sk));
  for (const owner of owners)
    expect(at(counterOfKeys(owner)), `the keys of ${owner} are not counted`);
  for (const { pk, n } of counters) {
    const isTheirs = ({ customer }: StoredApiKey) =>
      counterOfKeys(customer ?? "platform").pk === pk;
    const found = all.filter((key) => isTheirs(key) && !key.replacedBy).length;
    expect(n === found, `${pk} has ${found} keys and counts ${n}`);
    expect(n <= keysAtMost(pk === counterOfKeys("platform").pk ? "platform" : "customer"), pk);
  }
}

const counterOfKeys = (customer: string) => keys.counter({ customer, counted: "keys", shard: "0" });

const keyFields = [
  "pk",
  "sk",
  "kind",
  "mark",
  "id",
  "apiUser",
  "customer",
  "hash",
  "createdAt",
  "createdBy",
  "expiresAt",
  "lastUsedAt",
  "replaces",
  "replacedBy",
  "gsi1pk",
  "gsi1sk",
  "duepk",
  "duesk",
];

/** API users belong to a customer or the platform, with permissions that exist and that they can have. */
export function apiUsers({ at, of, expect }: Table) {
  for (const { id, customer, permissions } of of<ApiUser>("api user")) {
    expect(!customer || at(keys.customer({ customer })), `${id} has no customer`);
    expect(permissions.length > 0, `${id} may do nothing`);
    for (const permission of permissions) {
      const level = permission.split(".")[0];
      expect(allPermissions.includes(permission as never), `${id} holds ${permission}`);
      expect((level === "platform") === !customer, `${id} of ${customer} holds ${permission}`);
      expect(permission !== "platform.admins.manage", `${id} holds ${permission}`);
    }
  }
}

/** An open invitation keeps its address at its customer, and nothing else does. */
export function invitations({ at, of, expect, now }: Table) {
  const all = of<StoredInvitation>("invitation");
  for (const invitation of all) {
    const { id, customer, email, expiresAt, inviter } = invitation;
    expect(at(keys.customer({ customer })), `${id} has no customer`);
    expect(at(keys.user({ user: inviter.id })), `${id} was sent by nobody`);
    if (!isOpen(invitation, now)) continue;
    const kept = at(keys["open invitation"]({ email, customer }));
    expect(kept?.invitation === id, `${id} is open and its address kept for ${kept?.invitation}`);
    expect(kept?.until === expiresAt, `the address of ${id} is kept until ${kept?.until}`);
  }
  for (const { invitation, until } of of<{ invitation: string; until: string }>(
    "open invitation",
  )) {
    const kept = all.find(({ id }) => id === invitation);
    expect(
      until <= now.toISOString() || (kept && isOpen(kept, now)),
      `an address is kept for ${invitation}, which is not open`,
    );
  }
}

/** A project counts its tenants, all of them are to go exactly when it is, and what they are called is kept for them alone. */
export function tenants({ at, of, expect }: Table) {
  const all = of<StoredTenant>("tenant");
  const byProject = Map.groupBy(all, ({ projectKey }) => projectKey);
  for (const project of of<StoredProject>("project")) {
    const { id, key, customer, status, tenants = 0, deletion, gsi1pk, gsi1sk } = project;
    const index = indexed.project({ projectKey: key, customer, project: id });
    const isListed = gsi1pk === index.gsi1pk && gsi1sk === index.gsi1sk;
    expect(isListed, `${id} of ${customer} is listed elsewhere among all projects`);
    const own = byProject.get(key)?.length ?? 0;
    expect(tenants === own, `${id} has ${own} tenants and counts ${tenants}`);
    const isPending = status === "pending_deletion";
    expect(isPending === (deletion !== undefined), `${id} is ${status}, and why?`);
    expect(!isPending || own > 0, `${id} waits for the deletion of nothing`);
  }
  for (const tenant of all) {
    const { id, customer, projectKey, status, deletion, asked, gsi1pk, gsi1sk } = tenant;
    const project = at(keys.project({ customer, project: tenant.project })) as
      | StoredProject
      | undefined;
    expect(project?.key === projectKey, `${id} is of ${projectKey}, which is gone`);
    expect(status === project?.status, `${id} is ${status}, its project ${project?.status}`);
    expect(asked === project?.deletion?.operation, `${id} is to go by ${asked}`);
    expect((asked === undefined) === (deletion === undefined), `${id} is to go, and why?`);
    const index = asked ? indexed.tenant({ asked, tenant: id }) : undefined;
    const isFound = gsi1pk === index?.gsi1pk && gsi1sk === index?.gsi1sk;
    expect(isFound, `${id}, which is ${status}, is found at ${gsi1sk}`);
    const [cloud, name] = [tenant.platform.toLowerCase(), tenant.identifier.toLowerCase()];
    const kept = at(keys["tenant identifier"]({ customer, cloud, name }));
    expect(kept?.tenant === id, `${name} is kept for ${kept?.tenant}, not for ${id}`);
  }
  const known = new Set(all.map(({ id }) => id));
  for (const { tenant, sk } of of<{ tenant: string }>("tenant identifier"))
    expect(known.has(tenant), `${sk} is kept for ${tenant}, which is gone`);
}
