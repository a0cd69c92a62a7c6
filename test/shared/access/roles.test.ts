import { expect, test } from "vitest";
import { permissionsOfRole } from "../../../shared/access/decide.ts";
import { allPermissions, levelOf } from "../../../shared/access/permissions.ts";
import { held } from "./held.ts";

const roles = [
  ["customer", "owner", "o"],
  ["customer", "admin", "a"],
  ["customer", "employee", "e"],
  ["project", "admin", "A"],
  ["project", "user", "U"],
  ["project", "reader", "R"],
] as const;

test("knows exactly the permissions of the catalogue below the platform", () => {
  const below = allPermissions.filter((permission) => levelOf(permission) !== "platform");
  expect(below.sort()).toEqual(Object.keys(held).sort());
});

test.each(roles)(
  "gives the %s role %s what the matrix says and nothing else",
  (level, id, sign) => {
    const wanted = Object.keys(held).filter((permission) => held[permission]?.includes(sign));
    expect([...permissionsOfRole(level, id)].sort()).toEqual(wanted.sort());
  },
);

test.each(["constructor", "toString", "__proto__", "user", ""])(
  "gives nothing for the role %s, which customers do not have",
  (id) => {
    expect(permissionsOfRole("customer", id)).toEqual([]);
  },
);
