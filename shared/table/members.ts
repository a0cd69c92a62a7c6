import { type Owners, ownerIds } from "../model/owners.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import { keys } from "./schema.ts";
import * as users from "./users.ts";

/** Everything that changing somebody's roles at a customer depends on, read in one request. */
export async function read(customer: string, principal: string, owners: Owners) {
  const people = [...new Set([principal, ...ownerIds(owners)])];
  const items = await getMany([
    ...people.map((id) => keys["customer binding"]({ principal: id, customer })),
    ...people.map((user) => keys.user({ user })),
  ]);
  const held = items.slice(0, people.length).flatMap((item) => bindings.parse(item) ?? []);
  const found = items.slice(people.length).flatMap((item) => users.parse(item) ?? []);
  const active = new Set(found.filter(({ status }) => status === "active").map(({ id }) => id));
  return {
    binding: held.find((binding) => binding.principal === principal),
    ownerBindings: held.filter((binding) => binding.principal !== principal),
    user: found.find(({ id }) => id === principal),
    active: active as ReadonlySet<string>,
  };
}

export type MemberRead = Awaited<ReturnType<typeof read>>;
