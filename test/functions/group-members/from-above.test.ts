import { expect, test } from "vitest";
import { aRoleFromAbove } from "../../support/below.ts";
import { aGroup, aMember, aPerson } from "../../support/given.ts";
import { planFor } from "../../support/invite.ts";
import { codeOf } from "../../support/race.ts";

test("nobody puts or invites somebody into a group with a role of the customer, or from above, that gives more than they hold", async () => {
  const { mid, owner, name } = await aRoleFromAbove();
  const customer = { ...mid, owner };
  const group = await aGroup(customer, [name]);
  const admin = await aMember(customer, ["admin"]);
  const person = await aPerson();
  const put = await admin.put(`${group.path}/members/${person.id}`);
  const plan = { ...planFor(), groups: [{ group: group.id }] };
  const invited = await admin.post(`${mid.path}/invitations`, plan);
  expect([codeOf(put), codeOf(invited)]).toEqual([
    [403, "forbidden"],
    [403, "forbidden"],
  ]);
  const own = {
    id: "exporter",
    name: "Exporter",
    permissions: ["customer.view", "customer.export"],
  };
  expect((await owner.post(`${mid.path}/roles`, own)).status).toBe(201);
  const other = await aGroup(customer, [own.id]);
  const intoOther = await admin.put(`${other.path}/members/${person.id}`);
  expect(codeOf(intoOther)).toEqual([403, "forbidden"]);
  expect((await owner.put(`${group.path}/members/${person.id}`)).status).toBe(200);
  expect((await owner.post(`${mid.path}/invitations`, plan)).status).toBe(201);
});
