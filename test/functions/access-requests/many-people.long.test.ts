import { afterAll, beforeAll, expect, test } from "vitest";
import { newId as newModelId } from "../../../shared/model/id.ts";
import * as memberships from "../../../shared/table/memberships.ts";
import * as roleUses from "../../../shared/table/role-uses.ts";
import { indexed, keys } from "../../../shared/table/schema.ts";
import { aWatchedCustomer } from "../../support/access-requests.ts";
import { newAddress } from "../../support/api.ts";
import { startDeployed } from "../../support/deployed.ts";
import { aCustomerOf, anAdminGroup, aPerson, theAdmin } from "../../support/given.ts";
import { moveTo } from "../../support/moves.ts";
import { tableOf } from "../../support/table.ts";

// How many must agree on the platform is a setting of the deployment.
let host: Awaited<ReturnType<typeof startDeployed>>;
beforeAll(async () => {
  host = await startDeployed({ MIN_APPROVALS: "2" });
});
afterAll(() => host.end());

const person = () => aPerson(newAddress(), host);
const manyIds = () => Array.from({ length: 300 }, () => newModelId("user", new Date()));
const put = (items: readonly unknown[]) =>
  Promise.all(items.map((item) => tableOf(host).put(item as never)));

/** What something answers, and how often it asks the table meanwhile. */
async function asking<T>(act: () => Promise<T>) {
  let requests = 0;
  host.suffer(async ({ service, functionId }) => {
    if (service === "dynamodb" && functionId.startsWith("Write")) requests++;
    return undefined;
  });
  const answer = await act();
  host.suffer();
  return { answer, requests };
}

/** A group of the platform with hundreds in it who have never come. */
async function aFullGroup(role: string) {
  const { id: group } = await anAdminGroup([], [], host);
  const at = new Date().toISOString();
  const shown = { firstName: "", lastName: "", email: "", status: "active" as const };
  const listed = manyIds().map((principal) =>
    memberships.list({ principal, group, customer: "platform", shown, at, by: group }),
  );
  await put(listed.map(({ item }) => item));
  await tableOf(host).change(keys.user({ user: group }), {
    platformRoles: { [role]: { at, by: group } },
    ...indexed.admin({ user: group }),
  });
}

test("however many run the platform, only those are looked at who may decide", async () => {
  const [admin, second] = [await theAdmin(host), await person()];
  const roleOf = ({ id }: { id: string }, role: string) =>
    `/v1/platform/admins/${id}/roles/${role}`;
  expect((await admin.put(roleOf(second, "organization-admin"))).status).toBe(200);
  await aFullGroup("compliance-manager");
  const third = await person();
  const { answer, requests } = await asking(() => admin.put(roleOf(third, "ops-support")));
  expect([answer.status, answer.body.warning]).toEqual([202, undefined]);
  expect(requests).toBeLessThan(10);
  const approve = `/v1/platform/access-requests/${answer.body.id}/approve`;
  const agreed = await asking(() => second.post(approve));
  expect(agreed.answer.body.state).toBe("approved");
  expect(agreed.requests).toBeLessThan(10);
});

test("nor are they looked at to find who helps at a customer, and of those who may help the first", async () => {
  const { owner, second, path, ask } = await aWatchedCustomer(2, host);
  await ask();
  await owner.delete(`${path}/members/${second.id}`, { "if-match": "*" });
  const asked = async () => {
    const role = `${path}/members/${(await person()).id}/roles/employee`;
    const { answer, requests } = await asking(() => owner.put(role));
    expect(answer.status).toBe(202);
    expect(answer.body.warning).toContain("only one");
    return requests;
  };
  expect(await asked()).toBeLessThan(15);
  await aFullGroup("organization-user");
  expect(await asked()).toBeLessThan(30);
});

test("nor is whoever was an admin there, where owners decide", async () => {
  const { owner, second, path, id: customer } = await aWatchedCustomer(2, host);
  await owner.put(`${path}/members/${second.id}/roles/owner`);
  const parent = await aCustomerOf(owner);
  const holders = manyIds().map((principal) => ({ principal, customer, roles: ["admin"] }));
  await put(roleUses.give(...holders).map(({ item }) => item));
  const { answer, requests } = await asking(() => moveTo({ path }, parent.id, owner));
  expect([answer.status, answer.body.warning]).toEqual([202, undefined]);
  expect(requests).toBeLessThan(15);
});
