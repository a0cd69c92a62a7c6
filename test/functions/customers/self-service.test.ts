import { afterAll, beforeAll, expect, test } from "vitest";
import { newAddress, newId, nobody } from "../../support/api.ts";
import { startDeployed } from "../../support/deployed.ts";
import { aPerson, theAdmin } from "../../support/given.ts";
import { mailTo, tokenIn } from "../../support/inbox.ts";
import { planFor } from "../../support/invite.ts";
import { moveTo } from "../../support/moves.ts";

const registrationUrl = "https://example.org/register";
let host: Awaited<ReturnType<typeof startDeployed>>;

/** The stack of a deployer who creates customers otherwise. */
beforeAll(async () => {
  host = await startDeployed({ SELF_SERVICE: "off", REGISTRATION_URL: registrationUrl });
});
afterAll(() => host.end());

test("creates no customers where self-service is off, and says where to ask for one", async () => {
  const person = await aPerson(undefined, host);
  const id = newId();
  const { status, body } = await person.post("/v1/customers", { id, displayName: "A" });
  expect([status, body.code, body.registrationUrl]).toEqual([
    403,
    "self_service_off",
    registrationUrl,
  ]);
  expect((await person.get(`/v1/customers/${id}`)).status).toBe(404);
  expect((await person.get("/v1/customers")).body).toEqual({ items: [] });
  const created = await (await theAdmin(host)).post("/v1/platform/customers", {
    ...{ id, displayName: "A" },
  });
  expect(created.status, "by an administrator").toBe(201);
});

test("moves nothing to the top where self-service is off, but for administrators", async () => {
  const admin = await theAdmin(host);
  const [email, id, below] = [newAddress("owner"), newId(), newId()];
  const people = [planFor(email, { roles: ["owner"] })];
  await admin.post("/v1/platform/customers", { id, displayName: "A", people });
  const token = tokenIn(await mailTo(email, host));
  await nobody(host).post("/v1/invitations/accept", { token });
  const owner = await aPerson(email, host);
  const inner = { id: below, displayName: "B", parentId: id, owner: owner.id };
  expect((await owner.post("/v1/customers", inner)).status).toBe(201);
  const path = `/v1/customers/${below}`;
  const { status, body } = await moveTo({ path }, null, owner);
  expect([status, body.code, body.registrationUrl]).toEqual([
    ...[403, "self_service_off", registrationUrl],
  ]);
  await admin.put(`/v1/platform/admins/${owner.id}/roles/organization-admin`);
  expect((await moveTo({ path }, null, owner)).status).toBe(200);
});
