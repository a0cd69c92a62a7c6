import { expect, test } from "vitest";
import { NewRoleMapping, RoleMapping } from "../../../shared/model/role-catalogue.ts";

test("what a role means elsewhere is checked when it comes, and shown as it was kept", () => {
  const mapping = { platform: "aws://before", platformRole: "Reader" };
  expect(NewRoleMapping().safeParse(mapping).success).toBe(false);
  expect(RoleMapping().parse(mapping)).toEqual(mapping);
});
