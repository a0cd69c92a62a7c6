import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../support/api.ts";
import { startDeployed } from "../../support/deployed.ts";
import { aPerson, theAdmin } from "../../support/given.ts";

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
