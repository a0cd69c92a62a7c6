import fc from "fast-check";
import { expect, test } from "vitest";
import { decide, type Facts, permissionsOfRole } from "../../../shared/access/decide.ts";
import { allPermissions } from "../../../shared/access/permissions.ts";
import { held } from "./held.ts";
import { facts, now } from "./worlds.ts";

type Held = Record<string, { expiresAt?: string | undefined }>;

const signs: Record<string, string> = {
  "customer owner": "o",
  "customer admin": "a",
  "customer employee": "e",
  "project admin": "A",
  "project user": "U",
  "project reader": "R",
};

/** The roles of a binding that have not ended. */
const standing = (level: string, roles: Held = {}) =>
  Object.keys(roles)
    .filter((role) => {
      const { expiresAt } = roles[role] ?? {};
      return !expiresAt || Date.parse(expiresAt) > now.getTime();
    })
    .map((role) => `${level} ${role}`);

/** May they? Read off the rules, one after the other. */
function naive(permission: string, world: Facts): boolean {
  if (world.principal.status !== "active") return false;
  if (!world.customer || /delet/.test(world.customer.status)) return false;
  const onCustomer = standing("customer", world.customerBinding?.roles);
  if (onCustomer.length === 0) return false;
  const isSameAccess = world.projectBinding?.under === world.customerBinding?.since;
  const isSameProject = world.project && world.projectBinding?.projectKey === world.project.key;
  const onProject =
    isSameAccess && isSameProject ? standing("project", world.projectBinding?.roles) : [];
  if ([...onCustomer, ...onProject].some((role) => held[permission]?.includes(signs[role] ?? "-")))
    return true;
  const appoints = onCustomer.includes("customer admin") && !world.hasLiveOwner;
  return permission === "customer.owners.manage" && appoints;
}

test("decides as the rules read, in every world", () => {
  fc.assert(
    fc.property(facts, (world) => {
      const decision = decide(world);
      for (const permission of allPermissions)
        expect([permission, decision.allows(permission)]).toEqual([
          permission,
          naive(permission, world),
        ]);
    }),
    { numRuns: 2000 },
  );
});

test("names a role that stands and grants it, the one that lasts longest", () => {
  fc.assert(
    fc.property(facts, fc.constantFrom(...allPermissions), (world, permission) => {
      const decision = decide(world);
      const reason = decision.permissions.get(permission);
      expect(decision.roleFor(permission)).toBe(reason?.role ?? "");
      if (!reason) return;
      const { level, role, expiresAt = "9" } = reason;
      expect(decision.grants).toContainEqual({ level, role, expiresAt: reason.expiresAt });
      const others = decision.grants.filter((grant) =>
        permissionsOfRole(grant.level, grant.role).includes(permission),
      );
      for (const { expiresAt: end = "9" } of others) expect(expiresAt >= end).toBe(true);
    }),
    { numRuns: 1000 },
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
  expect(owner.roleFor("project.configure", "customer.edit")).toBe("owner");
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
