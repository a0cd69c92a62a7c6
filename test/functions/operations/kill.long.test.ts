import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { seeded } from "../../../infra/local/random.ts";
import { indexed, keys } from "../../../shared/table/schema.ts";
import { giveProjects, heldOn, receiptOf, removeMember } from "../../support/cascades.ts";
import { aCustomer, aGroup, aMember, aPerson, inTurn, theAdmin } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailsTo, mailTo } from "../../support/inbox.ts";
import { disable } from "../../support/invite.ts";
import { killing } from "../../support/killing.ts";
import { aCrowd, endedWhole, resultsOf } from "../../support/operations.ts";
import { seed } from "../../support/seed.ts";
import { tableOf } from "../../support/table.ts";

const kills = 20;

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterEach(() => host.suffer());
afterAll(() => host.end());

test(`a long cascade that is killed ${kills} times takes everything once (TEST_SEED=${seed})`, async () => {
  const customer = await aCustomer(host);
  const member = await aMember(customer, ["employee"], host);
  const ids = await giveProjects(host, customer, member, 600);
  const killed = killing(host, seeded(seed), { kills, share: 0.04 });
  const operation = await removeMember(customer, member);
  const end = await endedWhole(customer.owner, operation);
  expect(end).toMatchObject({ state: "done", removed: ids.length, results: { failed: 0 } });
  expect(await heldOn(host, customer, member.id)).toEqual([]);
  expect(await receiptOf(host, operation)).toEqual(ids);
  expect(killed()).toBe(kills);
});

test(`a renewed search that is killed ${kills} times sees to everybody once (TEST_SEED=${seed})`, async () => {
  const customer = await aCustomer(host);
  const member = await aMember(customer, ["employee"], host);
  const ids = await aCrowd(customer, member, 200, host);
  const everybody = [...ids, member.id, customer.owner.id].sort();
  const killed = killing(host, seeded(seed + 1), { kills, share: 0.05 });
  const { body } = await customer.owner.post(`${customer.path}/people/renew`);
  const end = await endedWhole(customer.owner, body.id);
  expect(end).toMatchObject({ state: "done", results: { done: everybody.length, failed: 0 } });
  expect((await resultsOf(customer.owner, body.id)).map(({ id }) => id).toSorted()).toEqual(
    everybody,
  );
  expect(killed()).toBe(kills);
});

test(`a message that is killed 4 times reaches everybody once, of a customer and of a group with more people than one page has (TEST_SEED=${seed})`, async () => {
  const customer = await aCustomer(host);
  const { owner, id, path } = customer;
  const [model, guest] = [
    await aMember(customer, ["employee"], host),
    await aPerson(undefined, host),
  ];
  const { id: group } = await aGroup(customer, ["employee"], [model, guest]);
  // Letters to people who are disabled are written, and no mails made of them.
  await disable(model.id, host);
  const ids = await aCrowd(customer, model, 210, host);
  const [table, inGroup] = [tableOf(host), ids.slice(0, 110)];
  const membership = await table.get(keys.membership({ principal: model.id, group }));
  await inTurn(inGroup, (principal) => {
    const of = { principal, group };
    return table.put({ ...membership, ...of, ...keys.membership(of), ...indexed.membership(of) });
  });
  // The last ten are members both ways.
  await inTurn(inGroup.slice(0, 100), (principal) =>
    table.remove(keys["customer binding"]({ principal, customer: id })),
  );
  const [admin, everybody] = [await theAdmin(host), [...ids, model.id, guest.id, owner.id]];
  const killed = killing(host, seeded(seed + 2), { kills: 4, share: 0.08 });
  const { body } = await admin.post(`${path}/messages`, { text: "Sign-in is down on Sunday." });
  expect(await endedWhole(admin, body.id)).toMatchObject({ results: { failed: 0 } });
  expect(killed()).toBe(4);
  const event = body.id.replace("opn", "evt");
  const letters = await table.partition(keys.letter({ event, recipient: "" }).pk);
  expect(letters.map(({ recipient }) => recipient).toSorted()).toEqual(everybody.toSorted());
  const about = /^A message to everybody in/;
  for (const { email } of [owner, guest]) {
    await mailTo(email, host, { about });
    const mails = await mailsTo(email, host);
    expect(mails.filter(({ subject }) => about.test(subject))).toHaveLength(1);
  }
});
