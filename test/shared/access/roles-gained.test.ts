import { expect, test } from "vitest";
import { rolesGained } from "../../../shared/access/losing.ts";
import { changeTo, type WantedRole } from "../../../shared/model/role-change.ts";

const now = new Date("2030-01-01T00:00:00Z");
const [past, soon, later] = ["2029-12-01", "2030-02-01", "2030-03-01"].map(
  (day) => `${day}T00:00:00.000Z`,
);

function gains(
  level: "customer" | "platform",
  before: readonly WantedRole[],
  wanted: readonly WantedRole[],
) {
  const held = changeTo({}, before, "usr_1", now).after;
  return rolesGained(level, changeTo(held, wanted, "usr_2", now), now);
}

test("a lower role in the place of a higher one that lasted as long gives nothing more", () => {
  const [owner, admin, employee] = [{ role: "owner" }, { role: "admin" }, { role: "employee" }];
  expect(gains("customer", [admin], [employee])).toEqual([]);
  expect(gains("customer", [owner], [admin])).toEqual([]);
  const ending = { ...admin, expiresAt: later };
  expect(gains("customer", [ending], [{ ...employee, expiresAt: soon }])).toEqual([]);
  const [all, few] = [{ role: "organization-admin" }, { role: "organization-user" }];
  expect(gains("platform", [all], [few])).toEqual([]);
});

test("a higher role, one that lasts longer, one besides, and one in the place of an ended one do", () => {
  const [admin, employee] = [{ role: "admin" }, { role: "employee" }];
  expect(gains("customer", [employee], [admin])).toEqual(["admin"]);
  expect(gains("customer", [admin], [admin, employee])).toEqual(["employee"]);
  for (const longer of [employee, { ...employee, expiresAt: later }])
    expect(gains("customer", [{ ...admin, expiresAt: soon }], [longer])).toEqual(["employee"]);
  const ended = { ...admin, expiresAt: past };
  expect(gains("customer", [ended], [{ ...employee, expiresAt: soon }])).toEqual(["employee"]);
});

test("a role of one's own gives more, and so does what takes its place", () => {
  const [own, employee] = [{ role: "auditor" }, { role: "employee" }];
  expect(gains("customer", [{ role: "admin" }], [own])).toEqual(["auditor"]);
  expect(gains("customer", [own], [employee])).toEqual(["employee"]);
  const [one, other] = [{ role: "finops-manager" }, { role: "ops-support" }];
  expect(gains("platform", [one], [other])).toEqual(["ops-support"]);
});
