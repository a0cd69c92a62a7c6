import { CustomerBinding, ProjectBinding } from "../model/binding.ts";
import { Refusal } from "../model/refusal.ts";
import { endOf } from "../model/role.ts";
import type { Shown } from "../model/user.ts";
import { get, type Item, type Key, query } from "./client.ts";
import { absent, present, tryDelete, tryUpdate, type Write } from "./commit.ts";
import { type Listing, page } from "./page.ts";
import { collections, indexed, keys } from "./schema.ts";

export const parse = (item: Item | undefined): CustomerBinding | undefined =>
  item && CustomerBinding().parse(item);

export const parseProject = (item: Item | undefined): ProjectBinding | undefined =>
  item && ProjectBinding().parse(item);

const keyOf = ({ principal, customer }: CustomerBinding) =>
  keys["customer binding"]({ principal, customer });

const projectKeyOf = ({ principal, customer, project }: ProjectBinding) =>
  keys["project binding"]({ principal, customer, project });

/** The customer binding of one principal as it is now. */
export const onCustomerOf = async (customer: string, principal: string) =>
  parse(await get(keys["customer binding"]({ principal, customer })));

const onVersion = (expected: number | undefined) =>
  expected === undefined
    ? { when: absent }
    : { when: "version = :expected", values: { ":expected": expected } };

/** Writes a customer binding over the one that was read, or where none was. */
export const put = (binding: CustomerBinding, expected: number | undefined): Write => ({
  do: "put",
  key: keyOf(binding),
  item: {
    ...binding,
    kind: "customer binding",
    ends: endOf(binding.roles),
    ...keyOf(binding),
    ...indexed["customer binding"](binding),
  },
  ...onVersion(expected),
  orElse: "outdated",
});

/** Writes a project binding over the one that was read, or where none was. */
export const putProject = (binding: ProjectBinding, expected: number | undefined): Write => ({
  do: "put",
  key: projectKeyOf(binding),
  item: {
    ...binding,
    kind: "project binding",
    ...projectKeyOf(binding),
    ...indexed["project binding"](binding),
  },
  ...onVersion(expected),
  orElse: "outdated",
});

export const remove = (binding: CustomerBinding): Write => ({
  do: "delete",
  key: keyOf(binding),
  ...onVersion(binding.version),
  orElse: "outdated",
});

export const removeProject = (binding: ProjectBinding): Write => ({
  do: "delete",
  key: projectKeyOf(binding),
  ...onVersion(binding.version),
  orElse: "outdated",
});

/** Checks that the role that allows an act is still held and has not ended: rights lost meanwhile grant nothing. */
export const stillHolds = (
  principal: string,
  customer: string,
  role: string,
  now: Date,
): Write => ({
  do: "check",
  key: keys["customer binding"]({ principal, customer }),
  when: "attribute_exists(#roles.#role) AND (attribute_not_exists(#roles.#role.expiresAt) OR #roles.#role.expiresAt > :now)",
  names: { "#roles": "roles", "#role": role },
  values: { ":now": now.toISOString() },
  orElse: new Refusal("forbidden"),
});

/** Checks that a principal still has the very customer access that a project role rests on. */
export const stillMember = ({ principal, customer, since }: CustomerBinding, now: Date): Write => ({
  do: "check",
  key: keys["customer binding"]({ principal, customer }),
  when: "since = :since AND ends > :now",
  values: { ":since": since, ":now": now.toISOString() },
  orElse: "outdated",
});

type PageOptions = Pick<Listing<unknown>, "limit" | "cursor">;

/** Members of a customer, in the order of their ids. */
export const onCustomer = (customer: string, options: PageOptions) =>
  page({
    ...options,
    collection: collections["members of a customer"]({ customer }),
    schema: CustomerBinding(),
    positionOf: ({ principal }) => principal,
    keyAt: (principal) => ({
      ...keys["customer binding"]({ principal, customer }),
      ...indexed["customer binding"]({ principal, customer }),
    }),
  });

/** Members of a project, in the order of their ids. */
export const onProject = (
  { customer, project, projectKey }: { customer: string; project: string; projectKey: string },
  options: PageOptions,
) =>
  page({
    ...options,
    collection: collections["members of a project"]({ projectKey }),
    schema: ProjectBinding(),
    positionOf: ({ principal }) => principal,
    keyAt: (principal) => ({
      ...keys["project binding"]({ principal, customer, project }),
      ...indexed["project binding"]({ principal, projectKey }),
    }),
  });

/** Project bindings of a principal at a customer, in the order of the projects. */
export const projectsOf = (principal: string, customer: string, options: PageOptions) =>
  page({
    ...options,
    collection: collections["project access of a principal at a customer"]({ principal, customer }),
    schema: ProjectBinding(),
    positionOf: ({ project }) => project,
    keyAt: (project) => keys["project binding"]({ principal, customer, project }),
  });

/** Every customer binding of a principal, at most 300: the limit of direct bindings a person has. */
export async function ofPrincipal(principal: string): Promise<CustomerBinding[]> {
  const { items } = await query(collections["customers of a principal"]({ principal }), {
    limit: 300,
    strong: true,
  });
  return items.flatMap((item) => parse(item) ?? []);
}

/** The keys of everything a principal holds, page by page. */
export async function* keysOf(principal: string): AsyncGenerator<Key[]> {
  let after: Key | undefined;
  do {
    const collection = collections["everything a principal holds"]({ principal });
    const { items, last } = await query(collection, { strong: true, limit: 100, after });
    yield items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }));
    after = last;
  } while (after);
}

/** Has a binding show what its principal looks like now; its version stays, since nobody changed the roles. */
export const show = (key: Key, shown: Shown) =>
  tryUpdate({
    key,
    set: "SET shown = :shown",
    when: present,
    values: { ":shown": shown },
  });

/** Project bindings of a principal at a customer that rest on one customer binding, some of them. */
export async function restingOn(principal: string, customer: string, under: string, after?: Key) {
  const collection = collections["project access of a principal at a customer"]({
    principal,
    customer,
  });
  const { items, last } = await query(collection, { strong: true, limit: 500, after });
  const found = items.flatMap((item) => parseProject(item) ?? []);
  return { bindings: found.filter((binding) => binding.under === under), last };
}

/** Takes a project binding away if it is still the one of that customer binding and project. False when another stands there. */
export async function drop(
  binding: Pick<ProjectBinding, "principal" | "customer" | "project" | "projectKey" | "under">,
) {
  const { principal, customer, project, projectKey, under } = binding;
  return tryDelete({
    key: keys["project binding"]({ principal, customer, project }),
    when: "attribute_not_exists(pk) OR (#under = :under AND projectKey = :key)",
    names: { "#under": "under" },
    values: { ":under": under, ":key": projectKey },
  });
}
