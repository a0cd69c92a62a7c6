import fc from "fast-check";
import { expect, test } from "vitest";
import type { Refusal } from "../../../shared/model/refusal.ts";
import {
  changesNothing,
  changeTo,
  refuseEnds,
  type WantedRole,
  withoutRole,
  withRole,
} from "../../../shared/model/role-change.ts";
import { end, now, rolesOf } from "../access/worlds.ts";

const ids = ["owner", "admin", "employee"];
const before = rolesOf(...ids);
const role = fc.constantFrom(...ids);
const wanted: fc.Arbitrary<WantedRole[]> = fc.uniqueArray(fc.record({ role, expiresAt: end }), {
  selector: ({ role: id }) => id,
});
const at = now.toISOString();

test("comes to exactly the roles wanted, and leaves those that stay as they were given", () => {
  fc.assert(
    fc.property(before, wanted, (held, roles) => {
      const { after, given, taken } = changeTo(held, roles, "usr_by", now);
      expect(Object.keys(after).sort()).toEqual(roles.map(({ role: id }) => id).sort());
      for (const { role: id, expiresAt } of roles) {
        const stays = held[id] !== undefined && held[id].expiresAt === expiresAt;
        const fresh = { at, by: "usr_by", ...(expiresAt && { expiresAt }) };
        expect(after[id]).toEqual(stays ? held[id] : fresh);
        expect(given.some((one) => one.role === id)).toBe(!stays);
      }
      expect(taken.sort()).toEqual(
        Object.keys(held)
          .filter((id) => !(id in after))
          .sort(),
      );
    }),
  );
});

test("changes nothing exactly when the roles are the same before and after", () => {
  fc.assert(
    fc.property(before, wanted, (held, roles) => {
      const ends = (all: readonly WantedRole[]) =>
        all.map(({ role: id, expiresAt }) => `${id} ${expiresAt}`).sort();
      const had = Object.entries(held).map(([id, { expiresAt }]) => ({ role: id, expiresAt }));
      const isSame = String(ends(had)) === String(ends(roles));
      expect(changesNothing(changeTo(held, roles, "usr_by", now))).toBe(isSame);
    }),
  );
});

test("adds one role and takes one, and touches no other", () => {
  fc.assert(
    fc.property(before, role, end, (held, id, expiresAt) => {
      const { [id]: _, ...others } = held;
      const { [id]: added, ...kept } = withRole(held, { role: id, expiresAt }, "usr_by", now).after;
      expect([kept, added?.expiresAt]).toEqual([others, expiresAt]);
      expect(withoutRole(held, id, "usr_by", now).after).toEqual(others);
    }),
  );
});

test("refuses ends that have come, and longer ones of one's own", () => {
  fc.assert(
    fc.property(before, wanted, fc.boolean(), (held, roles, isOwn) => {
      const change = changeTo(held, roles, "usr_by", now);
      const hasCome = change.given.some(({ expiresAt = "9" }) => expiresAt <= at);
      const prolongs = change.given.some(
        ({ role: id, expiresAt = "9" }) => isOwn && expiresAt > (held[id]?.expiresAt ?? "99"),
      );
      let code = "none";
      try {
        refuseEnds(change, isOwn, now);
      } catch (error) {
        code = (error as Refusal).code;
      }
      expect(code === "none").toBe(!hasCome && !prolongs);
      if (hasCome && !prolongs) expect(code).toBe("invalid");
      if (prolongs && !hasCome) expect(code).toBe("forbidden");
    }),
  );
});
