import { type Owners, ownerIds } from "../model/owners.ts";
import type { Carrier } from "./carriers.ts";
import { keys } from "./schema.ts";
import * as standings from "./standings.ts";
import * as users from "./users.ts";

/** Everything that changing a principal's roles at a customer depends on, read in one request, and in a second what groups give to who is in some. `places` are those of the customer and of the ones above it, the nearest first. */
export async function read(principal: string, places: readonly [Owners, ...Owners[]]) {
  const [own, ...above] = places;
  const line = places.map(({ customer }) => customer);
  const principals = [...new Set([principal, ...ownerIds(own)])];
  const far = above.flatMap(ownerIds).filter((id) => !principals.includes(id));
  const found = await standings.read(principals, line, {
    more: [...new Set(far)].map((user) => keys.user({ user })),
  });
  const all = principals.flatMap((id) => found.standings.get(id) ?? []);
  const people = [
    ...all.map(({ user }) => user),
    ...found.more.map((item) => users.parse(item)),
  ].flatMap((user) => user ?? []);
  const active = new Set(people.filter(({ status }) => status === "active").map(({ id }) => id));
  const bindings = all.flatMap(({ binding }) => binding ?? []);
  return {
    binding: bindings.find((binding) => binding.principal === principal),
    ownerBindings: bindings.filter((binding) => binding.principal !== principal),
    user: found.standings.get(principal)?.user,
    group: found.standings.get(principal)?.group,
    active: active as ReadonlySet<string>,
    /** What gives each of them customer access besides own roles there. */
    through: new Map(
      principals.map((id) => [id, found.standings.get(id)?.through ?? []]),
    ) as ReadonlyMap<string, readonly Carrier[]>,
  };
}

export type MemberRead = Awaited<ReturnType<typeof read>>;
