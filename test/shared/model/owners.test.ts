import fc from "fast-check";
import { expect, test } from "vitest";
import { firstIdOf } from "../../../shared/model/id.ts";
import {
  hasLiveOwner,
  type Owners,
  ownersAfter,
  type Place,
} from "../../../shared/model/owners.ts";
import type { Refusal } from "../../../shared/model/refusal.ts";
import { end, now } from "../access/worlds.ts";

const day = 24 * 60 * 60 * 1000;
const person = fc.constantFrom("usr_1", "usr_2", "usr_3");
const daysAgo = (days: number) => firstIdOf("event", new Date(now.getTime() - days * day));

const place: fc.Arbitrary<Place> = fc.record({
  holder: fc.constantFrom("usr_1", "usr_2", "usr_3", "inv_1", "inv_2"),
  since: fc.constantFrom(1, 10, 29, 31, 400).map(daysAgo),
  until: end,
  by: fc.option(person, { nil: undefined }),
});

/** Any two places, and who of their holders is active. An invitation always runs out some day. */
const worlds = fc.record({
  places: fc
    .uniqueArray(place, { selector: ({ holder }) => holder, maxLength: 2 })
    .map((places) =>
      places.map((one) =>
        one.holder.startsWith("inv") ? { ...one, until: one.until ?? "2031" } : one,
      ),
    ),
  active: fc.subarray(["usr_1", "usr_2", "usr_3"]).map((ids) => new Set(ids)),
  principal: person,
  by: person,
  expiresAt: end.filter((until) => !until || until > now.toISOString()),
});

const hasCome = ({ until = "9" }: Place) => until <= now.toISOString();
const isUser = ({ holder }: Place) => holder.startsWith("usr");

type Change = Parameters<typeof ownersAfter>[2];

/** The places after a change, or why there is none. */
function outcome(places: Place[], world: Omit<typeof example, "places">, change: Change) {
  const owners: Owners = { customer: "acme", places, version: 1 };
  try {
    const given = { event: "evt_now", by: world.by };
    const after = ownersAfter(owners, world.principal, change, given, world.active, now);
    return after?.places.map(({ holder }) => holder).sort();
  } catch (error) {
    return (error as Refusal).code;
  }
}

const example = {
  places: [] as Place[],
  active: new Set<string>(),
  principal: "",
  by: "",
  expiresAt: undefined as string | undefined,
};

const grant = (expiresAt?: string): Change => ({
  given: [{ role: "owner", expiresAt }],
  taken: [],
});
const take: Change = { given: [], taken: ["owner"] };

/** True when the last live owner without an end goes, or the last live one. */
function losesLast(before: readonly Place[], after: readonly Place[], active: Set<string>) {
  const live = (one: Place) => active.has(one.holder) && !hasCome(one);
  const endless = (one: Place) => live(one) && one.until === undefined;
  return (before.some(endless) && !after.some(endless)) || (before.some(live) && !after.some(live));
}

const holders = (places: readonly Place[]) => places.map(({ holder }) => holder).sort();

test("appoints into a free place, or the older one of two owners who are not live", () => {
  fc.assert(
    fc.property(worlds, ({ places, ...world }) => {
      const { active, principal, expiresAt } = world;
      const others = places
        .filter((one) => isUser(one) || !hasCome(one))
        .filter(({ holder }) => holder !== principal)
        .sort((one, other) => (one.since < other.since ? -1 : 1));
      const isKept = (one: Place) => !isUser(one) || (active.has(one.holder) && !hasCome(one));
      const stay = others.length === 2 ? others.slice(1) : others;
      const after = [...stay, { holder: principal, since: "evt_now", until: expiresAt }];
      const expected = losesLast(places, after, active) ? "last_owner" : holders(after);
      expect(outcome(places, world, grant(expiresAt))).toEqual(
        others.length === 2 && others.some(isKept) ? "owner_limit" : expected,
      );
    }),
    { numRuns: 3000 },
  );
});

test("takes the role from anybody but the last live owner, who may decline within 30 days", () => {
  fc.assert(
    fc.property(worlds, ({ places, ...world }) => {
      const { active, principal, by } = world;
      const left = places.filter(({ holder }) => holder !== principal);
      const held = places.find(({ holder }) => holder === principal);
      const wasAppointed = held?.by !== undefined && held.by !== principal;
      const declines = by === principal && wasAppointed && held.since > daysAgo(30);
      expect(outcome(places, world, take)).toEqual(
        losesLast(places, left, active) && !declines ? "last_owner" : holders(left),
      );
    }),
    { numRuns: 3000 },
  );
});

test("stays as it is when a change does not touch the owner role", () => {
  const other: Change = { given: [{ role: "admin" }], taken: ["employee"] };
  fc.assert(
    fc.property(worlds, ({ places, ...world }) => {
      expect(outcome(places, world, other)).toBe(undefined);
    }),
  );
});

test("counts an owner as live until the very instant of the end", () => {
  fc.assert(
    fc.property(worlds, ({ places, active }) => {
      const live = places.some((one) => active.has(one.holder) && !hasCome(one));
      expect(hasLiveOwner([{ customer: "acme", places, version: 1 }], active, now)).toBe(live);
    }),
  );
});

test("another end makes a place no new one, and one that has ended begins anew", () => {
  const held = { holder: "usr_1", since: daysAgo(400), by: "usr_2" };
  const owners = { customer: "c", version: 1, places: [held] };
  const change = { given: [{ role: "owner", expiresAt: "2099" }], taken: [] };
  const given = { event: daysAgo(0), by: "usr_1" };
  const active = new Set(["usr_1"]);
  const above = [{ customer: "top", version: 1, places: [{ holder: "usr_1", since: "" }] }];
  const after = (places: Place[]) =>
    ownersAfter({ ...owners, places }, "usr_1", change, given, active, now, above)?.places;
  expect(after([held])).toEqual([{ ...held, until: "2099" }]);
  const ended = { ...held, until: "2001" };
  expect(after([ended])).toEqual([
    { holder: "usr_1", since: given.event, by: "usr_1", until: "2099" },
  ]);
});
