import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { aWatchedCustomer } from "../../support/access-requests.ts";
import { aGroup, aMember, aPerson, askFor } from "../../support/given.ts";
import { mailsTo, mailTo, until } from "../../support/inbox.ts";
import { tableOf } from "../../support/table.ts";

const about = /was not approved/;

const declinedTo = async ({ email }: { email: string }) =>
  (await mailsTo(email)).filter(({ subject }) => about.test(subject));

type Watched = Awaited<ReturnType<typeof aWatchedCustomer>>;

/** Waits until everybody in the group was seen to. */
const allTold = ({ owner, path }: Watched) =>
  until(async () => {
    const { items } = (await owner.get(`${path}/operations`)).body;
    const isDone = (one: { kind: string; state: string }) =>
      one.kind === "request-declined" && one.state === "done";
    return items.some(isDone);
  }, "the operation");

test("the members of a group are told that nothing comes of what was asked for it, each once", async () => {
  const customer = await aWatchedCustomer(1);
  const { owner, second, path, decide } = customer;
  const third = await aMember(customer, ["admin"]);
  const members = [await aPerson(), await aPerson()];
  const group = await aGroup(customer, [], [...members, owner, second]);
  await askFor(customer, 2);
  const asked = await owner.put(`${path}/members/${group.id}/roles/employee`);
  expect(asked.status).toBe(202);
  const reason = { reason: "They are not here yet" };
  expect((await decide(third, asked.body.id, "decline", reason)).status).toBe(200);
  for (const { email } of [...members, owner, second]) {
    const { text } = (await mailTo(email, undefined, { about })).body;
    for (const said of [reason.reason, group.displayName, "Employee"]) expect(text).toContain(said);
  }
  await allTold(customer);
  expect(await declinedTo(owner)).toHaveLength(1);
});

test("whoever declines is not told, nor whoever left the group before their mail went out", async () => {
  const customer = await aWatchedCustomer();
  const { owner, second, path, ask, decide } = customer;
  await ask();
  const member = await aPerson();
  const group = await aGroup(customer, [], [second, member]);
  const asked = await owner.put(`${path}/members/${group.id}/roles/employee`);
  expect((await decide(second, asked.body.id, "decline", {})).status).toBe(200);
  await mailTo(member.email, undefined, { about });
  await allTold(customer);
  expect(await declinedTo(second)).toEqual([]);
  const { items } = (await owner.get(`${path}/events?subject=${group.id}`)).body;
  await owner.delete(`${group.path}/members/${member.id}`);
  const letter = keys.letter({ event: items[0].id, recipient: member.id });
  await tableOf().change(letter, { state: "open", attempts: 0 });
  await until(async () => (await tableOf().get(letter))?.state === "dropped", "dropping");
});

test.each(["a\u0000b", "a\u202eb", "a\ud800b", " ", "x".repeat(501)])(
  "refuses %j as a reason",
  async (reason) => {
    const { second, ask, decide } = await aWatchedCustomer();
    const { request } = await ask();
    const { status, body } = await decide(second, request, "decline", { reason });
    expect([status, body.errors?.[0].pointer]).toEqual([400, "/reason"]);
  },
);
