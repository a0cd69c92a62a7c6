import { expect, test } from "vitest";
import { threeLevels } from "../../support/below.ts";
import { aGroup, aMember, aPerson, askFor } from "../../support/given.ts";
import { codeOf } from "../../support/race.ts";

const any = { "if-match": "*" };

test("as many must agree as any customer above asks for", async () => {
  const { top, mid, low, owner } = await threeLevels();
  const admin = await aMember(mid, ["admin"]);
  await askFor({ ...top, owner }, 2);
  const person = await aPerson();
  const roles = `${low.path}/members/${person.id}/roles`;
  const asked = await owner.put(`${roles}/employee`);
  expect([asked.status, asked.body.needed]).toEqual([202, 2]);
  expect((await person.get(low.path)).status).toBe(404);
  const path = `${low.path}/access-requests/${asked.body.id}`;
  const agreed = await admin.post(`${path}/approve`, {});
  expect([agreed.status, agreed.body.state]).toEqual([200, "approved"]);
  expect((await person.get(low.path)).status).toBe(200);
});

test("what a customer asks for does not count above it or beside it", async () => {
  const { top, low, owner } = await threeLevels();
  await askFor({ ...low, owner }, 3);
  const person = await aPerson();
  expect((await owner.put(`${top.path}/members/${person.id}/roles/employee`)).status).toBe(200);
});

test("whoever may grant by a role above is asked to agree, in a group of that customer, too", async () => {
  const { top, low, owner } = await threeLevels();
  const second = await aPerson();
  await aGroup(top, ["admin"], [second]);
  await askFor({ ...low, owner }, 2);
  const person = await aPerson();
  const asked = await owner.put(`${low.path}/members/${person.id}/roles/employee`);
  expect([asked.status, asked.body.warning]).toEqual([202, undefined]);
  const path = `${low.path}/access-requests/${asked.body.id}`;
  const agreed = await second.post(`${path}/approve`, {});
  expect(agreed.body.state).toBe("approved");
});

test("nobody agrees to what is asked for a group that they are in, whosever it is", async () => {
  const { top, low, owner } = await threeLevels();
  const [second] = [await aMember(top, ["admin"]), await aMember(top, ["admin"])];
  const group = await aGroup(top, [], [second]);
  await askFor({ ...low, owner }, 2);
  const asked = await owner.put(`${low.path}/members/${group.id}/roles/employee`);
  expect(asked.status).toBe(202);
  const path = `${low.path}/access-requests/${asked.body.id}`;
  expect(codeOf(await second.post(`${path}/approve`, {}))).toEqual([403, "forbidden"]);
});

test("a number that is raised above meanwhile counts at the decision", async () => {
  const { top, low, owner } = await threeLevels();
  const [second, third] = [await aMember(top, ["admin"]), await aMember(low, ["admin"])];
  await askFor({ ...low, owner }, 2);
  const person = await aPerson();
  const asked = await owner.put(`${low.path}/members/${person.id}/roles/employee`);
  await owner.patch(top.path, { settings: { minApprovals: 3 } }, any);
  const path = `${low.path}/access-requests/${asked.body.id}`;
  expect((await second.post(`${path}/approve`, {})).body.state).toBe("pending");
  expect((await third.post(`${path}/approve`, {})).body.state).toBe("approved");
});
