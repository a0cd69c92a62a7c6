import fc from "fast-check";
import { expect, test } from "vitest";
import { decide } from "../../../shared/access/decide.ts";
import { allowedBy } from "../../../shared/access/granting.ts";
import { losesGranting } from "../../../shared/access/losing.ts";
import { allPermissions } from "../../../shared/access/permissions.ts";
import type { Refusal } from "../../../shared/model/refusal.ts";
import type { HeldRoles } from "../../../shared/model/role.ts";
import { changeTo, type WantedRole } from "../../../shared/model/role-change.ts";
import { holds } from "../../support/matrices.ts";
import { end, now, rolesOf } from "./worlds.ts";

const ids = ["owner", "admin", "employee"];

const wanted: fc.Arbitrary<WantedRole[]> = fc.uniqueArray(
  fc.record({ role: fc.constantFrom(...ids), expiresAt: end }),
  { selector: ({ role }) => role },
);

const isStanding = ({ expiresAt }: { expiresAt?: string | undefined }) =>
  !expiresAt || Date.parse(expiresAt) > now.getTime();

/** Until when somebody holds a permission; undefined when they do not. */
function heldUntil(roles: HeldRoles, permission: string, noOwner: boolean): string | undefined {
  const ends = Object.entries(roles)
    .filter(([, role]) => isStanding(role))
    .filter(
      ([role]) =>
        holds("customer", role, permission) ||
        (noOwner && role === "admin" && permission === "customer.owners.manage"),
    )
    .map(([, { expiresAt = "9" }]) => expiresAt);
  return ends.sort().at(-1);
}

/** The permissions that a change takes, read off the rules one after the other. */
function needs(before: HeldRoles, after: readonly WantedRole[], isOwn: boolean) {
  const isGiven = ({ role, expiresAt }: WantedRole) =>
    !(role in before) || before[role]?.expiresAt !== expiresAt;
  const given = after.filter(isGiven);
  const taken = Object.keys(before).filter((role) => !after.some((one) => one.role === role));
  const touched = [...given.map(({ role }) => role), ...(isOwn ? [] : taken)];
  const first = Object.keys(before).length === 0;
  const last = after.length === 0;
  const needed = [
    ...(touched.includes("owner") ? ["customer.owners.manage"] : []),
    ...(!isOwn && "owner" in before && touched.length > 0 ? ["customer.owners.manage"] : []),
    ...given
      .filter(({ role }) => role !== "owner")
      .map(() => (first ? "customer.members.grant" : "customer.members.edit")),
    ...(isOwn ? [] : taken)
      .filter((role) => role !== "owner")
      .map(() => (last ? "customer.members.remove" : "customer.members.edit")),
  ];
  return { given, needed };
}

/** May the caller bring somebody from these roles to those? */
function naive(
  caller: HeldRoles,
  before: HeldRoles,
  after: readonly WantedRole[],
  isOwn: boolean,
  noOwner: boolean,
): boolean {
  const { given, needed } = needs(before, after, isOwn);
  const until = (permission: string) => heldUntil(caller, permission, noOwner);
  const lasts = (permission: string, { expiresAt = "9" }: WantedRole) =>
    !isOwn || expiresAt <= (until(permission) ?? "");
  const everyRight = (role: string) =>
    allPermissions.filter((permission) => holds("customer", role, permission));
  return (
    needed.every((permission) => until(permission) !== undefined) &&
    needed.every((permission) => given.every((role) => lasts(permission, role))) &&
    given
      .filter(({ role }) => role !== "owner")
      .flatMap(({ role }) => everyRight(role))
      .every((permission) => until(permission) !== undefined)
  );
}

const active = (roles: HeldRoles, hasLiveOwner: boolean) =>
  decide({
    now,
    principal: { id: "usr_1", status: "active" },
    hasLiveOwner,
    customer: { id: "acme", status: "active" },
    customerBinding: { roles, since: "evt_1" },
  });

test("lets a change happen exactly when the rules do", () => {
  fc.assert(
    fc.property(
      rolesOf(...ids),
      rolesOf(...ids),
      wanted,
      fc.boolean(),
      fc.boolean(),
      (caller, others, after, isOwn, isUnled) => {
        const before = isOwn ? caller : others;
        const noOwner = isUnled && !(caller.owner && isStanding(caller.owner));
        const change = changeTo(before, after, "usr_1", now);
        const decision = active(caller, !noOwner);
        let allowed = true;
        try {
          const by = allowedBy(change, decision, isOwn);
          expect(!by || isStanding(caller[by.role] ?? { expiresAt: "0" })).toBe(true);
        } catch (error) {
          expect((error as Refusal).code).toBe("forbidden");
          allowed = false;
        }
        expect(allowed).toBe(naive(caller, before, after, isOwn, noOwner));
      },
    ),
    { numRuns: 3000 },
  );
});

test("notices when a change takes anything from who may have invited or have been shown keys", () => {
  fc.assert(
    fc.property(rolesOf(...ids), wanted, fc.constantFrom(...ids), (before, after, other) => {
      const change = changeTo(before, after, "usr_1", now);
      const may = (roles: HeldRoles, of: readonly string[]) =>
        of.filter((permission) => heldUntil(roles, permission, false) !== undefined);
      const isGiving = may(before, [
        "customer.members.grant",
        "customer.owners.manage",
        "customer.projects.access",
        "customer.api-users.manage",
      ]);
      const has = may(change.after, allPermissions);
      const isLess = may(before, allPermissions).some((one) => !has.includes(one));
      const costs = isLess && (other !== "employee" || isGiving.length > 0);
      expect(losesGranting(change, {}, now, [{ [other]: { at: "", by: "usr_1" } }])).toBe(costs);
    }),
    { numRuns: 1000 },
  );
});
