import { afterAll, beforeAll, expect, test } from "vitest";
import { newAddress } from "../../support/api.ts";
import { startDeployed } from "../../support/deployed.ts";
import {
  aCustomer,
  aMember,
  aPerson,
  aProject,
  aProjectRole,
  type Person,
  theAdmin,
} from "../../support/given.ts";

const any = { "if-match": "*" };
const aws = { platform: "aws", platformRole: "PowerUser" };

/** The stack of a deployer who wants two people everywhere. */
let host: Awaited<ReturnType<typeof startDeployed>>;
let second: Person;
beforeAll(async () => {
  host = await startDeployed({ MIN_APPROVALS: "2" });
  const admin = await theAdmin(host);
  second = await aPerson(newAddress(), host);
  await admin.put(`/v1/platform/admins/${second.id}/roles/organization-admin`);
});
afterAll(() => host.end());

const approve = (request: string) => second.post(`/v1/platform/access-requests/${request}/approve`);

/** A project role that somebody holds, where there never were two to agree. */
async function aHeldRole() {
  const role = await aProjectRole({ mappings: [aws] }, host);
  const customer = await aCustomer(host);
  const [member, project] = [await aMember(customer, ["employee"], host), await aProject(customer)];
  const at = `${project.path}/members/${member.id}/roles/${role.id}`;
  expect((await customer.owner.put(at)).status).toBe(200);
  return role;
}

test.each([
  ["more permissions", { permissions: ["project.view", "project.configure"] }],
  ["a higher rank", { rank: 3 }],
  ["a further mapping", { mappings: [aws, { ...aws, landingZone: "sandbox" }] }],
])("a project role that somebody holds gets %s when others agree", async (_, wider) => {
  const { admin, path, id } = await aHeldRole();
  const before = (await admin.get(path)).body;
  const asked = await admin.patch(path, wider, any);
  expect([asked.status, asked.body.kind, asked.body.asks.role]).toEqual([202, "custom-role", id]);
  expect(Object.keys(asked.body.asks)).toEqual(["role", ...Object.keys(wider)]);
  expect((await admin.get(path)).body).toEqual(before);
  expect((await approve(asked.body.id)).body.state).toBe("approved");
  const { permissions = before.permissions } = wider as { permissions?: string[] };
  expect((await admin.get(path)).body).toEqual({
    ...before,
    ...wider,
    version: before.version + 1,
    permissions: permissions.toSorted(),
  });
});

test("what takes away, or says something else, waits for nobody", async () => {
  const { admin, path } = await aHeldRole();
  for (const change of [{ rank: 1 }, { name: "Captain" }, { mappings: [] }])
    expect((await admin.patch(path, change, any)).status).toBe(200);
  const back = await admin.patch(path, { mappings: [aws] }, any);
  expect([back.status, back.body.asks.mappings]).toEqual([202, [aws]]);
});

test("one that nobody holds waits for nobody", async () => {
  const { admin, path } = await aProjectRole({}, host);
  expect((await admin.patch(path, { rank: 9 }, any)).body.rank).toBe(9);
});
