import { afterAll, beforeAll, expect, test } from "vitest";
import { aCustomer, theAdmin } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { quiet, storedOf } from "../../support/snapshot.ts";
import { aThing, aThingGroup, someKind, someThings } from "../../support/things.ts";

/** Few items to look through, and none that others write. */
let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

test.each(["a customer", "the platform"])(
  "foresees for %s what becomes of each of many things, and writes nothing",
  async (whose) => {
    const kind = someKind(`foreseen ${whose}`);
    const customer = await aCustomer(host);
    const place =
      whose === "a customer" ? customer : { path: "/v1/platform", owner: await theAdmin(host) };
    const group = await aThingGroup(place, kind);
    const names = Array.from({ length: 100 }, (_, i) => `Sensor ${i}`);
    const own = await someThings(place, kind, names, { groups: [group.id] });
    const foreign = await aThing(await aCustomer(host), kind);
    const ids = [...own, foreign.id, own[0] as string];
    const path = `${place.path}/${kind}/bulk-delete`;
    const seen = () => storedOf(group.id, host);
    const before = await quiet(seen);
    const foreseen = await place.owner.post(`${path}?dryRun=true`, { ids });
    expect(foreseen).toMatchObject({ status: 200, body: { dryRun: true } });
    expect(await seen()).toEqual(before);
    const done = await place.owner.post(path, { ids });
    expect(done.body).toEqual({ ...foreseen.body, dryRun: false });
    expect(done.body.results.slice(-3)).toMatchObject([
      { status: "deleted" },
      { id: foreign.id, status: "refused", code: "not_found" },
      { id: own[0], status: "deleted" },
    ]);
    expect((await seen()).length).toBeLessThan(before.length);
    const again = await place.owner.post(`${path}?dryRun=true`, { ids: own });
    for (const one of again.body.results)
      expect(one).toMatchObject({ status: "refused", code: "not_found" });
  },
);
