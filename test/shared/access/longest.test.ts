import { expect, test } from "vitest";
import { decide } from "../../../shared/access/decide.ts";

const now = new Date("2026-01-01T00:00:00Z");
const [soon, later] = ["2026-01-02T00:00:00.000Z", "2026-01-03T00:00:00.000Z"];
const until = (expiresAt?: string) => ({ at: soon, by: "usr_1", ...(expiresAt && { expiresAt }) });

test.each([
  [{ admin: until(soon), owner: until() }, "owner", undefined],
  [{ owner: until(), admin: until(soon) }, "owner", undefined],
  [{ owner: until(soon), admin: until(later) }, "admin", later],
  [{ admin: until(later), owner: until(soon) }, "admin", later],
])(
  "of the roles that allow something the one that lasts longest counts: %#",
  (roles, role, end) => {
    const { permissions, grantOf } = decide({
      now,
      principal: { id: "usr_1", status: "active" },
      customer: { id: "acme", status: "active" },
      customerBinding: { roles, since: "evt_1" },
    });
    expect(grantOf("customer.members.edit")?.role).toBe(role);
    expect(permissions.get("customer.members.edit")?.expiresAt).toBe(end);
  },
);
