import fc from "fast-check";
import { expect, test } from "vitest";
import { decide, permissionsOf } from "../../../shared/access/decide.ts";
import { explain } from "../../../shared/access/explain.ts";
import { type Facts, pathsOf } from "../../../shared/access/paths.ts";
import { allPermissions } from "../../../shared/access/permissions.ts";
import { naive } from "./naive.ts";
import { facts, now } from "./worlds.ts";

/** Worlds to decide in; `.ci/run` asks for more. */
const worlds = Number(process.env.WORLDS ?? 20_000);

test(`decides as the rules read, in ${worlds} worlds`, () => {
  fc.assert(
    fc.property(facts, (world) => {
      const { allows } = decide(world);
      const may = naive(world);
      return allPermissions.every((permission) => allows(permission) === may(permission));
    }),
    { numRuns: worlds },
  );
});

test("names what stands and grants it, what lasts longest first, and own roles before a group's", () => {
  fc.assert(
    fc.property(facts, fc.constantFrom(...allPermissions), (world, permission) => {
      const { grants, permissions, grantOf, customRoles } = decide(world);
      const reason = permissions.get(permission);
      expect(grantOf(permission)).toBe(reason);
      if (!reason) return;
      expect(grants).toContain(reason);
      const others = grants.filter((grant) =>
        permissionsOf(grant, customRoles).includes(permission),
      );
      for (const { expiresAt: end = "9", through } of others) {
        expect((reason.expiresAt ?? "9") >= end).toBe(true);
        if ((reason.expiresAt ?? "9") === end && !through) expect(reason.through).toBeUndefined();
      }
    }),
    { numRuns: 2000 },
  );
});

/** The roles on groups of customers that the customer, or one above it, is in. */
function groupedRoles(world: Facts): string[] {
  if (!world.customer) return [];
  const places = [world, ...(world.ancestors ?? [])];
  return places.flatMap(({ memberOf = [] }, i) => {
    const above = world.ancestors?.[i];
    const holders = above
      ? [above, ...(above.groups ?? [])]
      : [world, ...(world.adminGroups ?? [])];
    return holders.flatMap(({ onCustomerGroups = {} }) =>
      Object.entries(onCustomerGroups)
        .filter(([id]) => id === "all" || memberOf.includes(id))
        .flatMap(([, roles]) => Object.keys(roles)),
    );
  });
}

test("says of every role that is held whether it counts or why not", () => {
  fc.assert(
    fc.property(facts, (world) => {
      const { principal } = world;
      const paths = pathsOf(world);
      const counting = paths.filter(({ failing }) => !failing);
      expect(new Set(counting)).toEqual(new Set(decide(world).grants));
      if ("permissions" in principal) return;
      const bare = (name: string) => name.split("@")[0] as string;
      const places = world.customer ? [world, ...(world.ancestors ?? [])] : [];
      const held = [
        ...[principal, ...(world.adminGroups ?? [])].flatMap(({ platformRoles = {} }) =>
          Object.keys(platformRoles),
        ),
        ...places
          .flatMap((place) => [place, ...(place.groups ?? [])])
          .flatMap(({ customerBinding }) => Object.keys(customerBinding?.roles ?? {})),
        ...groupedRoles(world),
        ...(world.customer && world.project ? [world, ...(world.groups ?? [])] : []).flatMap(
          ({ projectBinding }) => Object.keys(projectBinding?.roles ?? {}),
        ),
      ];
      expect(paths.map(({ role }) => bare(role)).sort()).toEqual(held.map(bare).sort());
    }),
    { numRuns: 2000 },
  );
});

test("what is allowed has a way, and what is not has none but says what fails or who gives it", () => {
  fc.assert(
    fc.property(facts, fc.constantFrom(...allPermissions), (world, permission) => {
      const { allowed, ways, failing, missing } = explain(world, permission);
      expect(ways.length > 0).toBe(allowed);
      expect(missing.length > 0 && ways.length + failing.length > 0).toBe(false);
    }),
    { numRuns: 5_000 },
  );
});

test("takes one of several permissions for enough, and none for nothing", () => {
  const owner = decide({
    now,
    principal: { id: "usr_1", status: "active" },
    customer: { id: "acme", status: "active" },
    customerBinding: { roles: { owner: { at: "", by: "" } }, since: "evt_1" },
  });
  expect(owner.allows("project.configure", "customer.edit")).toBe(true);
  expect(owner.grantOf("project.configure", "customer.edit")?.role).toBe("owner");
  expect(owner.allows("project.configure", "project.cloud.access")).toBe(false);
  expect(owner.allows()).toBe(false);
});

test("counts a customer nobody looked for owners at as having one", () => {
  const admin = decide({
    now,
    principal: { id: "usr_1", status: "active" },
    customer: { id: "acme", status: "active" },
    customerBinding: { roles: { admin: { at: "", by: "" } }, since: "evt_1" },
  });
  expect(admin.allows("customer.owners.manage")).toBe(false);
});

test("gives an API user its set on its own customer alone, each permission by itself", () => {
  const principal = {
    id: "api_1",
    customer: "acme",
    permissions: ["customer.view", "customer.owners.manage"],
    updatedAt: "2029-01-01T00:00:00.000Z",
    updatedBy: "usr_1",
  };
  const at = (id: string) => decide({ now, principal, customer: { id, status: "active" } });
  expect([...at("acme").permissions.keys()]).toEqual(["customer.view"]);
  expect(at("acme").grantOf("customer.view")).toMatchObject({
    level: "customer",
    role: "api-user",
    permission: "customer.view",
    by: "usr_1",
  });
  expect([...at("other").permissions.keys()]).toEqual([]);
  const below = decide({
    now,
    principal,
    customer: { id: "inner", status: "active" },
    ancestors: [{ customer: { id: "acme", status: "active" } }],
  });
  expect(below.grantOf("customer.view")?.line).toEqual(["acme", "inner"]);
});
