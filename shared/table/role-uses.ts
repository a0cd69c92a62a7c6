import * as z from "zod/mini";
import type { RoleBook } from "../model/custom-role.ts";
import type { Level } from "../model/grant.ts";
import { platform } from "../model/id.ts";
import { lazy } from "../model/lazy.ts";
import { isBuiltIn, roleNameOf } from "../model/role.ts";
import { getMany, type Key, query } from "./client.ts";
import { collections } from "./collections.ts";
import { commit, type Write } from "./commit.ts";
import * as customRoles from "./custom-roles.ts";
import { keys } from "./schema.ts";
import { tryDelete } from "./trying.ts";

/** Who is given roles, and where: on a customer, or on one of its projects. */
interface Holder {
  principal: string;
  customer: string;
  project?: string | undefined;
}

/** That somebody was given a role once; whether they still hold it, their binding says. */
const RoleUse = lazy(() =>
  z.looseObject({
    pk: z.string(),
    sk: z.string(),
    principal: z.string(),
    customer: z.string(),
    project: z.optional(z.string()),
    /** As the binding calls it. */
    role: z.string(),
  }),
);

const bindingKeyOf = ({ principal, customer, project }: Holder) =>
  project
    ? keys["project binding"]({ principal, customer, project })
    : keys["customer binding"]({ principal, customer });

/** Notes that somebody is given roles at one place or several, of which those that are not built in must be there. */
export function give(...giving: readonly (Holder & { roles: readonly string[] })[]): Write[] {
  const custom = giving.flatMap((one) =>
    one.roles.filter((role) => !isBuiltIn(levelOf(one), role)).map((role) => named(one, role)),
  );
  const noted = giving.flatMap((one) =>
    one.roles
      .filter((role) => isFollowed(levelOf(one), role))
      .flatMap((role) => notes(one, named(one, role))),
  );
  return [...[...Map.groupBy(custom, ({ owner }) => owner)].map(count), ...noted];
}

const levelOf = ({ project }: Holder) => (project ? "project" : "customer");

/** Who was given a role is followed where that is asked later: the roles that were made, and those by which people grant. Owners have places of their own. */
const isFollowed = (level: Level, role: string) =>
  level === "project" ? !isBuiltIn(level, role) : role !== "owner" && role !== "employee";

interface Named {
  /** The role under its own name, and whose it is. */
  role: string;
  owner: string;
  /** What the binding calls it. */
  name: string;
}

function named({ customer, project }: Holder, name: string): Named {
  if (project) return { role: name, owner: platform, name };
  const { role, owner = customer } = roleNameOf(name);
  return { role, owner, name };
}

/** One note where the role is held, and where a customer above is its owner, one with that and one that says for good that such a role was given here. */
function notes(holder: Holder, { role, owner, name }: Named): Write[] {
  const { principal, customer, project } = holder;
  const note = (kind: string, key: Key, whose: object = holder): Write => ({
    do: "put",
    key,
    item: { ...key, kind, ...whose, role: name },
  });
  if (project)
    return [
      note("project role use", keys["project role use"]({ role, principal, customer, project })),
    ];
  return [
    note("role use", keys["role use"]({ customer, role: name, principal })),
    ...(owner === customer
      ? []
      : [
          note("role use below", keys["role use below"]({ owner, role, principal, customer })),
          note("role from above", keys["role from above"]({ customer, role: name }), { customer }),
        ]),
  ];
}

/** The roles of one owner must be there. That they are given is counted beside them: who looked before whether somebody holds one looks again. */
function count([owner, roles]: [string, readonly Named[]]): Write {
  const custom = [...new Set(roles.map(({ role }) => role))];
  const areThere = custom.map((_, i) => `attribute_exists(#roles.#r${i})`);
  return {
    do: "update",
    key: keys["custom roles"]({ owner }),
    set: "ADD given :one",
    when: areThere.join(" AND "),
    names: {
      "#roles": "roles",
      ...Object.fromEntries(custom.map((role, i) => [`#r${i}`, role])),
    },
    values: { ":one": 1 },
    orElse: "outdated",
  };
}

const onGroupsKeyOf = ({ principal, customer: owner }: Holder) =>
  keys["customer group binding"]({ principal, owner });

/** True of roles among which there is one, and of those on groups of customers. */
const holds = (roles: unknown = {}, role: string) =>
  [roles, ...Object.values(roles as object)].some((held) => Object.hasOwn(held as object, role));

/** Uses looked at in one request. All their notes, and a check, are one transaction. */
const atOnce = 40;

/** Somebody who holds a role of a book, and where, while anybody does. What says so in vain is taken away on the way, for whoever was given the role may have lost it since, and may be given it again at this moment: then it is all looked at anew. */
export async function holderOf(book: RoleBook, role: string): Promise<Holder | undefined> {
  const { owner } = book;
  const collection = collections["who was given a role"]({ owner, role });
  for (;;) {
    const { items } = await query(collection, { strong: true, limit: atOnce });
    if (items.length === 0) return undefined;
    const uses = items.map((item) => RoleUse().parse(item));
    const held = await getMany([...uses.map(bindingKeyOf), ...uses.map(onGroupsKeyOf)]);
    const isUsed = ({ role: name }: (typeof uses)[number], i: number) =>
      holds(held[i]?.roles, name) || holds(held[uses.length + i]?.roles, name);
    const holder = uses.find(isUsed);
    if (holder) return holder;
    const inVain = uses.flatMap((use) => notesOf(use, use.role));
    await commit(
      [...inVain.map((key): Write => ({ do: "delete", key })), customRoles.nothingGivenSince(book)],
      new Date(Date.now() + 8_000),
    );
  }
}

/** Where it is noted that somebody was given a role; what leads to the others comes last. */
function notesOf({ principal, customer, project }: Holder, name: string): Key[] {
  if (project) return [keys["project role use"]({ role: name, principal, customer, project })];
  const { role, owner } = roleNameOf(name);
  return [
    ...(owner ? [keys["role use below"]({ owner, role, principal, customer })] : []),
    keys["role use"]({ customer, role: name, principal }),
  ];
}

/** Takes the notes that somebody was given a role on a customer that is closed. */
export async function forget(holder: Omit<Holder, "project">, name: string): Promise<boolean> {
  let isNoted = false;
  for (const key of notesOf(holder, name)) isNoted = await tryDelete({ key });
  return isNoted;
}

/** The roles of customers above, as they are called here, that were ever given on a customer. */
export async function fromAbove(customer: string): Promise<string[]> {
  const all = {
    ...collections["everything of a customer"]({ customer }),
    startsWith: keys["role from above"]({ customer, role: "" }).sk,
  };
  const names: string[] = [];
  for (let after: Key | undefined; ; ) {
    const { items, last } = await query(all, { strong: true, after });
    names.push(...items.map(({ role }) => String(role)));
    if (!last) return names;
    after = last;
  }
}
