import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { aCustomerBelow } from "../../support/below.ts";
import { aCustomer, aGroup, aPerson, aProject } from "../../support/given.ts";
import { instant } from "../../support/looking-back.ts";

test("a project role below that ended with a place in a group above is not back in looking back once the place is", async () => {
  const top = await aCustomer();
  const { owner } = top;
  const below = await aCustomerBelow(top, owner);
  const person = await aPerson();
  const [group, project] = [await aGroup(top, [], [person]), await aProject(below)];
  await owner.put(`${below.path}/members/${group.id}/roles/employee`);
  await owner.put(`${project.path}/members/${person.id}/roles/reader`);
  const about = { principal: person.id, customer: below.id, project: project.id };
  const ask = async (asOf?: string) => {
    const question = { ...about, permission: "project.view", asOf };
    return (await owner.post("/v1/access/explain", question)).body;
  };
  expect((await ask()).allowed).toBe(true);
  await owner.delete(`${group.path}/members/${person.id}`);
  const log = `${below.path}/events?type=customer.access.cascaded`;
  const ends = async () => (await owner.get(log)).body.items;
  await expect.poll(ends).toHaveLength(1);
  await owner.put(`${group.path}/members/${person.id}`);
  await wait(5);
  const asOf = await instant();
  expect((await ask()).allowed).toBe(false);
  await wait(5);
  expect((await ask(asOf)).allowed).toBe(false);
});
