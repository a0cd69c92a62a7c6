import { expect, test } from "vitest";
import { permissionsOf } from "../../../shared/access/decide.ts";
import { allPermissions } from "../../../shared/access/permissions.ts";
import { levels } from "../../../shared/model/grant.ts";
import { holds, matrices } from "../../support/matrices.ts";

const roles = levels.flatMap((level) =>
  (matrices[level]?.roles ?? []).map((role) => ({ level, role })),
);

test.each(roles)("gives the $level role $role what the matrix says and nothing else", (one) => {
  const wanted = allPermissions.filter((permission) => holds(one.level, one.role, permission));
  expect([...permissionsOf(one)].sort()).toEqual(wanted.sort());
});

test.each(["constructor", "toString", "__proto__", "user", ""])(
  "gives nothing for the role %s, which customers do not have",
  (role) => {
    expect(permissionsOf({ level: "customer", role })).toEqual([]);
  },
);

test("a custom role gives what it is made of, and takes no built-in one's place", () => {
  const customRoles = {
    customer: {
      auditor: { name: "Auditor", permissions: ["customer.view", "customer.events.view"] },
      employee: { name: "Impostor", permissions: ["customer.delete"] },
    },
  } as const;
  expect(permissionsOf({ level: "customer", role: "auditor" }, customRoles)).toEqual([
    "customer.view",
    "customer.events.view",
  ]);
  expect(permissionsOf({ level: "project", role: "auditor" }, customRoles)).toEqual([]);
  expect(permissionsOf({ level: "customer", role: "employee" }, customRoles)).not.toContain(
    "customer.delete",
  );
});
