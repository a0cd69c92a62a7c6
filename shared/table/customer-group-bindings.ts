import { CustomerGroupBinding, type StoredCustomerGroup } from "../model/customer-group.ts";
import { isUserId, ownerOf } from "../model/id.ts";
import type { Task } from "../model/outbox.ts";
import { Refusal } from "../model/refusal.ts";
import { get, getMany, query } from "./client.ts";
import { collections } from "./collections.ts";
import { absent, present, type Write } from "./commit.ts";
import { endKeys, remembering } from "./customer-group-ends.ts";
import { holding } from "./holding.ts";
import type { Page, PageOptions } from "./page.ts";
import { parsing } from "./parsing.ts";
import { keys } from "./schema.ts";

/** What somebody holds on the groups of one owner, as it was read. */
export const parse = parsing(CustomerGroupBinding);

type Of = Pick<CustomerGroupBinding, "principal" | "owner">;

/** What somebody holds on the groups of one owner, as it is now. */
export const of = async (principal: Of) =>
  parse(await get(keys["customer group binding"](principal)));

/** The same of several, of those who hold any. */
export async function ofEach(all: readonly Of[]): Promise<CustomerGroupBinding[]> {
  const items = await getMany(all.map(keys["customer group binding"]));
  return items.flatMap((item) => parse(item) ?? []);
}

/** Over the very record that was read, and what its holder had been told: versions alone would mistake a later one for it. */
export const over = ({ version, updatedAt, reminded }: CustomerGroupBinding) => ({
  when: `version = :version AND updatedAt = :at AND ${reminded ? "reminded = :reminded" : "attribute_not_exists(reminded)"}`,
  values: {
    ":version": version,
    ":at": updatedAt,
    ...(reminded && { ":reminded": reminded }),
  },
});

/** By what a task knows the record that it comes after from a later one. */
export const madeBy = ({ since }: Pick<CustomerGroupBinding, "since">) => ({ input: { since } });

/** True while the table shows the record that a task comes after as it was before. */
export const isBefore = (
  { since, version }: CustomerGroupBinding,
  task: Pick<Task, "version" | "input">,
) => since === task.input?.since && version < (task.version ?? 0);

/** Writes what somebody holds on the groups of an owner over what was read; nothing when it is nothing any more. */
export function put(binding: CustomerGroupBinding, read: CustomerGroupBinding | undefined): Write {
  const key = keys["customer group binding"](binding);
  const condition = { ...(read ? over(read) : { when: absent }), orElse: "outdated" } as const;
  if (Object.keys(binding.roles).length === 0) return { do: "delete", key, ...condition };
  const next = remembering(binding, read);
  return {
    do: "put",
    key,
    ...condition,
    item: { ...next, kind: "customer group binding", ...key, ...endKeys(next) },
  };
}

/** Takes all that somebody holds on the groups of an owner, or checks that it is still nothing. */
export const clear = (of: Of, read: CustomerGroupBinding | undefined): Write =>
  read ? put({ ...read, roles: {} }, read) : isAsRead(of, undefined);

/** Owners on whose groups of customers somebody holds roles: each of their requests reads what. */
const ownersAtMost = 100;

/** Notes in the record of a person who is not deleted that they hold roles on groups of an owner: decisions look there. */
export const noteOwner = ({ principal, owner }: Of): Write => ({
  do: "update",
  key: keys.user({ user: principal }),
  set: "SET version = version + :one ADD boundOn :owner",
  when: `${present} AND #status <> :deleted AND (attribute_not_exists(boundOn) OR contains(boundOn, :name) OR size(boundOn) < :most)`,
  names: { "#status": "status" },
  values: {
    ":one": 1,
    ":owner": new Set([owner]),
    ":name": owner,
    ":deleted": "deleted",
    ":most": ownersAtMost,
  },
  orElse: (found) =>
    found?.boundOn instanceof Set && found.boundOn.size >= ownersAtMost
      ? tooManyOwners()
      : "outdated",
});

const tooManyOwners = () =>
  new Refusal(
    "limit_reached",
    `Nobody holds roles on groups of customers of more than ${ownersAtMost} owners.`,
  );

/** Writes what somebody holds on the groups of an owner over what was read; with the last role of a person the note that they hold any goes, too. */
export const change = (
  next: CustomerGroupBinding,
  read: CustomerGroupBinding | undefined,
): Write[] => [
  put(next, read),
  ...(Object.keys(next.roles).length === 0 && isUserId(next.principal) ? [forgetOwner(next)] : []),
];

const forgetOwner = ({ principal, owner }: Of): Write => ({
  do: "update",
  key: keys.user({ user: principal }),
  set: "SET version = version + :one DELETE boundOn :owner",
  when: present,
  values: { ":one": 1, ":owner": new Set([owner]) },
  orElse: "outdated",
});

/** Lists somebody among those to whom roles were bound on a group. */
export function listHolder(of: Of & { group: string }): Write {
  const key = keys["customer group holder"](of);
  return { do: "put", key, item: { ...key, kind: "customer group holder", ...of } };
}

/** Checks that somebody holds on the groups of an owner just what was read, or still nothing. */
export const isAsRead = (of: Of, read: CustomerGroupBinding | undefined): Write => ({
  do: "check",
  key: keys["customer group binding"](of),
  orElse: "outdated",
  ...(read
    ? { when: "version = :version", values: { ":version": read.version } }
    : { when: absent }),
});

/** Checks that roles on a group are still held. */
export function stillHolds(of: Of, group: string, roles: readonly string[], now: Date): Write {
  const { when, names, values } = holding("roles", roles, now);
  return {
    do: "check",
    key: keys["customer group binding"](of),
    values,
    when: when.replaceAll("#roles.", "#roles.#group."),
    names: { ...names, "#group": group },
    orElse: "outdated",
  };
}

/** The ids of those to whom roles were ever bound on a group, in their order, as it is now. */
export async function holdersOf(
  { owner, group }: { owner: string; group: string },
  { limit, after }: PageOptions,
): Promise<string[]> {
  const keyOf = (principal: string) => keys["customer group holder"]({ owner, group, principal });
  const { items } = await query(
    collections["who was given a role on a customer group"]({ owner, group }),
    { strong: true, limit, after: after === undefined ? undefined : keyOf(after) },
  );
  return items.map((item) => String(item.principal));
}

/** Who holds roles on a group, in the order of their ids, as it is now. */
export async function onGroup(
  { owner, group }: { owner: string; group: string },
  { limit, after }: PageOptions,
): Promise<Page<CustomerGroupBinding>> {
  const ids = await holdersOf({ owner, group }, { limit: limit + 1, after });
  const listed = ids.slice(0, limit);
  const found = await getMany(
    listed.map((principal) => keys["customer group binding"]({ principal, owner })),
  );
  const nextCursor = ids.length > limit ? listed.at(-1) : undefined;
  return {
    items: found.flatMap((item) => parse(item) ?? []).filter(({ roles }) => roles[group]),
    ...(nextCursor && { nextCursor }),
  };
}

/** Holders looked at before all roles that were ever bound on a group count as held. */
const lookedAt = 100;

/** The roles that are held on a group, ended ones too: whatever comes into it gets them. Who binds one again meanwhile does so as if that were in it already. */
export async function rolesOn(group: StoredCustomerGroup): Promise<string[]> {
  const { id, boundRoles } = group;
  if (!boundRoles) return [];
  const { items, nextCursor } = await onGroup(
    { owner: ownerOf(group), group: id },
    { limit: lookedAt },
  );
  const held = nextCursor ? boundRoles : items.flatMap(({ roles }) => Object.keys(roles[id] ?? {}));
  return [...new Set(held)].sort();
}

/** Takes somebody from the list of those to whom roles were bound on a group. */
export const unlistHolder = (of: Of & { group: string }): Write => ({
  do: "delete",
  key: keys["customer group holder"](of),
});
