import { get } from "../../../shared/table/client.ts";
import { collections } from "../../../shared/table/collections.ts";
import { present } from "../../../shared/table/commit.ts";
import * as roleUses from "../../../shared/table/role-uses.ts";
import { keys } from "../../../shared/table/schema.ts";
import { tryDelete, tryUpdate } from "../../../shared/table/trying.ts";
import { cleaner, type Gone, inTurn, pageOf } from "./cleaner.ts";
import { inEachGroup, namesOf } from "./each-group.ts";
import { takeAll } from "./telling.ts";

interface Grouped extends Gone {
  group: string;
}

/** Who holds roles on the customer's groups of customers. */
const holders = cleaner<Grouped>({
  name: "customer-group-holders",
  find: (customer, after) =>
    inEachGroup(customer, after, (group, from) =>
      pageOf(
        collections["who was given a role on a customer group"]({ owner: customer, group }),
        from,
        ({ sk }) => ({ id: String(sk), customer, group }),
      ),
    ),
  part: {
    take: async ([one], work) => {
      if (!one) return [false];
      const { id: principal, customer: owner, group } = one;
      const held = (await get(keys["customer group binding"]({ principal, owner })))?.roles;
      const roles = Object.values((held ?? {}) as Record<string, object>).flatMap(Object.keys);
      for (const role of roles) await roleUses.forget({ principal, customer: owner }, role);
      await tryDelete({ key: keys["customer group binding"]({ principal, owner }) });
      await tryUpdate({
        key: keys.user({ user: principal }),
        set: "SET version = version + :one DELETE boundOn :owner",
        when: `${present} AND contains(boundOn, :customer)`,
        values: { ":one": 1, ":owner": new Set([owner]), ":customer": owner },
      });
      await takeAll(one, work);
      return [await tryDelete({ key: keys["customer group holder"]({ owner, group, principal }) })];
    },
  },
});

/** Which customers were in the customer's groups. */
const grouped = cleaner<Grouped>({
  name: "grouped-customers",
  find: (customer, after) =>
    inEachGroup(customer, after, (group, from) =>
      pageOf(collections["customers of a group"]({ group }), from, ({ sk }) => ({
        id: String(sk).slice(2),
        customer,
        group,
      })),
    ),
  part: {
    take: async ([one]) => [
      one
        ? await tryDelete({ key: keys["grouped customer"]({ group: one.group, customer: one.id }) })
        : false,
    ],
  },
});

/** The customer's groups of customers themselves. */
const named = cleaner<Gone & { sk: string }>({
  name: "customer-groups",
  find: (customer, after) =>
    inTurn([namesOf(customer)], after, ({ group, sk }) => [
      { id: String(group), customer, sk: String(sk) },
    ]),
  part: {
    take: async ([one]) => {
      if (!one) return [false];
      await tryDelete({ key: keys["customer group"]({ group: one.id }) });
      const { pk } = keys.customer({ customer: one.customer });
      return [await tryDelete({ key: { pk, sk: one.sk } })];
    },
  },
});

/** The groups that the customer itself is in: of the one above it, or of the platform. */
const memberOf = cleaner({
  name: "group-places",
  find: (customer, after) => {
    const start = keys["groups of a customer"]({ customer, owner: "" }).sk;
    const rows = { ...collections["everything of a customer"]({ customer }), startsWith: start };
    return inTurn([rows], after, ({ sk }) => [{ id: String(sk).slice(start.length), customer }]);
  },
  part: {
    take: async ([one]) => {
      if (!one) return [false];
      const { customer, id: owner } = one;
      const key = keys["groups of a customer"]({ customer, owner });
      for (const group of ((await get(key))?.groups ?? []) as Set<string>)
        await tryDelete({ key: keys["grouped customer"]({ group, customer }) });
      return [await tryDelete({ key })];
    },
  },
});

export const customerGroups = [holders, grouped, named, memberOf];
