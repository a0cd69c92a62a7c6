import { expect, test } from "vitest";
import { aCustomerBelow } from "../../support/below.ts";
import { close } from "../../support/closing.ts";
import { aCustomer, aProject, type Person, theAdmin } from "../../support/given.ts";
import { everyKind, newThing } from "../../support/things.ts";

/** A customer with others and something of everything below it, and a stranger with a customer of their own. */
async function aWorld() {
  const foreign = await aCustomer();
  const child = await aCustomerBelow(foreign, foreign.owner);
  const grandchild = await aCustomerBelow(child, foreign.owner);
  await aProject(child);
  const own = await aCustomer();
  const below = await aCustomerBelow(own, own.owner);
  await aCustomerBelow(own, own.owner);
  return { foreign, child, grandchild, own, below };
}

const theWorld = aWorld();

/** The cursor of a list, with another position in it. */
async function forged(by: Person, path: string, position: string) {
  const { nextCursor } = (await by.get(`${path}limit=1`)).body;
  const question = Buffer.from(nextCursor, "base64url").toString().slice(0, 8);
  return Buffer.from(`${question}${position}`).toString("base64url");
}

/** Ways down that lead to somebody else's customers, from one's own and from below it. */
const ways = async () => {
  const { foreign, child, grandchild, below } = await theWorld;
  const down = [foreign.id, `${foreign.id}/${child.id}`, `${child.id}/${grandchild.id}`];
  return [...down, ...down.map((way) => `${below.id}/${way}`)];
};

test("a made-up cursor shows nothing of customers that stand elsewhere", async () => {
  const { own } = await theWorld;
  const [path, whole] = [`${own.path}/sub-customers?depth=8&`, `${own.path}/sub-customers?depth=8`];
  const mine = (await own.owner.get(whole)).body.items.map(({ id }: { id: string }) => id);
  for (const way of await ways()) {
    const cursor = await forged(own.owner, path, way);
    const { status, body } = await own.owner.get(`${path}cursor=${cursor}`);
    expect([way, status]).toEqual([way, 200]);
    for (const { id } of body.items)
      expect([way, mine]).toEqual([way, expect.arrayContaining([id])]);
  }
});

test.each(everyKind)(
  "a made-up cursor shows no %s of customers that stand elsewhere",
  async (kind) => {
    const { foreign, child, own, below } = await theWorld;
    const platform = { path: "/v1/platform", owner: await theAdmin() };
    for (const at of [foreign, child, platform, own, { ...below, owner: own.owner }]) {
      const made = await at.owner.post(`${at.path}/${kind}`, await newThing(kind, at));
      expect([at.path, made.status]).toEqual([at.path, 201]);
    }
    const path = `${own.path}/${kind}?below=true&`;
    const mine = (await own.owner.get(path)).body.items.map(({ id }: { id: string }) => id);
    expect(mine).toHaveLength(2);
    for (const way of [...(await ways()), "platform", `${below.id}/platform`])
      for (const inside of ["!", "", "0"]) {
        const cursor = await forged(own.owner, path, `${way} ${inside}`);
        const { status, body } = await own.owner.get(`${path}cursor=${cursor}`);
        expect([way, status]).toEqual([way, 200]);
        for (const { id } of body.items)
          expect([way, mine]).toEqual([way, expect.arrayContaining([id])]);
      }
  },
);

test("a made-up cursor tells a closing nothing of customers that stand elsewhere", async () => {
  const { own, below } = await theWorld;
  await aProject({ ...below, owner: own.owner });
  const query = "?dryRun=true&limit=1";
  const dryRun = (more = "") =>
    close(own.owner, own, { query: `${query}${more}`, recursive: true });
  const { nextCursor } = (await dryRun()).body.below;
  const question = Buffer.from(nextCursor, "base64url").toString().slice(0, 8);
  for (const way of await ways()) {
    const cursor = Buffer.from(`${question}${way}`).toString("base64url");
    const { status, body } = await dryRun(`&cursor=${cursor}`);
    expect([way, status]).toEqual([way, 200]);
    for (const { customer } of body.below.items) expect([way, customer]).toEqual([way, below.id]);
  }
});
