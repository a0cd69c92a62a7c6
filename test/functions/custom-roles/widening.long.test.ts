import { afterAll, beforeAll, expect, test } from "vitest";
import { newAddress } from "../../support/api.ts";
import { startDeployed } from "../../support/deployed.ts";
import { aPerson, aProjectRole, type Person, theAdmin } from "../../support/given.ts";

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

test.each([
  ["more permissions", { permissions: ["project.view", "project.configure"] }],
  ["a higher rank", { rank: 3 }],
  ["a further mapping", { mappings: [aws, { ...aws, landingZone: "sandbox" }] }],
])("a project role gets %s when others agree", async (_, wider) => {
  const { admin, path, id } = await aProjectRole({ mappings: [aws] }, host);
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
    version: 2,
    permissions: permissions.toSorted(),
  });
});

test("what takes away, or says something else, waits for nobody", async () => {
  const { admin, path } = await aProjectRole({ mappings: [aws] }, host);
  for (const change of [{ rank: 1 }, { name: "Captain" }, { mappings: [] }])
    expect((await admin.patch(path, change, any)).status).toBe(200);
  const back = await admin.patch(path, { mappings: [aws] }, any);
  expect([back.status, back.body.asks.mappings]).toEqual([202, [aws]]);
});
