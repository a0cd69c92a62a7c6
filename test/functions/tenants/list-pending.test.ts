import { expect, test } from "vitest";
import {
  aCustomer,
  anAdmin,
  aPendingProject,
  aProject,
  aTenant,
  type Person,
} from "../../support/given.ts";
import { until } from "../../support/inbox.ts";

/** Everything that waits for a word, in pages of two. */
async function waiting(by: Person): Promise<{ id: string }[]> {
  const found: { id: string }[] = [];
  let cursor = "";
  do {
    const { body } = await by.get(`/v1/platform/tenants?limit=2${cursor}`);
    found.push(...body.items);
    cursor = body.nextCursor && `&cursor=${body.nextCursor}`;
  } while (cursor);
  return found;
}

test("lists what waits for a word at all customers, in the order in which it was asked for", async () => {
  const [one, other] = [await aCustomer(), await aCustomer()];
  await aTenant(await aProject(one), one.owner);
  const first = await aPendingProject(one, 3);
  const second = await aPendingProject(other, 2);
  const replicator = await anAdmin(["replication-operator"]);
  const ids = (places: readonly { id: string }[]) => places.map(({ id }) => id);
  const wanted = [...ids(first.tenants), ...ids(second.tenants)];
  await until(async () => (await waiting(replicator)).length >= 5, "the index");
  const found = (await waiting(replicator)).filter(({ id }) => wanted.includes(id));
  expect(ids(found)).toEqual(wanted);
  expect(found[0]).toMatchObject({
    customer: one.id,
    project: first.id,
    status: "pending_deletion",
    deletion: { reason: "Replaced" },
  });
  const operator = await anAdmin(["ops-support"]);
  await operator.post(`${first.tenants[0].path}/confirm-deletion`);
  await operator.post(`${second.tenants[0].path}/decline-deletion`, { reason: "In use" });
  const left = ids(first.tenants.slice(1));
  await until(async () => {
    const still = ids(await waiting(replicator)).filter((id) => wanted.includes(id));
    return String(still) === String(left);
  }, "what was decided to leave the list");
});

test("is closed to others, and lists nothing else", async () => {
  const { owner } = await aCustomer();
  const finops = await anAdmin(["finops-manager"]);
  for (const person of [owner, finops])
    expect((await person.get("/v1/platform/tenants?state=pending")).status).toBe(403);
  const onboarding = await anAdmin(["onboarding-support"]);
  const at = (state: string) => onboarding.get(`/v1/platform/tenants?state=${state}`);
  expect([(await at("pending")).status, (await at("active")).status]).toEqual([200, 400]);
});
