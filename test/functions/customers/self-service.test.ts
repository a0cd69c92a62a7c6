import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { synthesize } from "../../../infra/local/synthesize.ts";
import { newId } from "../../support/api.ts";
import { aPerson, theAdmin } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";

const assembly = mkdtempSync(join(tmpdir(), "usher-closed-"));
const registrationUrl = "https://example.org/register";
let host: Awaited<ReturnType<typeof startHost>>;

/** The stack of a deployer who creates customers otherwise. */
beforeAll(async () => {
  cpSync(await synthesize(), assembly, { recursive: true });
  const file = join(assembly, "Usher.template.json");
  const template = JSON.parse(readFileSync(file, "utf8"));
  for (const { Properties } of Object.values<{ Properties?: Record<string, never> }>(
    template.Resources,
  ))
    Object.assign(variablesOf(Properties), {
      SELF_SERVICE: "off",
      REGISTRATION_URL: registrationUrl,
    });
  writeFileSync(file, JSON.stringify(template));
  host = await startHost({ assembly: () => assembly });
});
afterAll(async () => {
  await host?.end();
  rmSync(assembly, { recursive: true });
});

const variablesOf = (properties: { Environment?: { Variables?: object } } = {}) =>
  properties.Environment?.Variables ?? {};

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
