import { expect, test } from "vitest";
import { newId, withToken } from "../../support/api.ts";
import { theAdmin } from "../../support/given.ts";
import { importLines, statusesOf } from "../../support/imports.ts";

test("things of the platform itself are imported, by whoever may import, and made once", async () => {
  const admin = await theAdmin();
  const body = { displayName: "Moving in", permissions: ["platform.import"] };
  const { id: apiUser } = (await admin.post("/v1/platform/api-users", body)).body;
  const { key } = (await admin.post(`/v1/platform/api-users/${apiUser}/keys`, {})).body;
  const machine = { ...withToken(key), id: apiUser };
  const [group, meter] = [newId("group"), newId("meter")];
  const own = { customer: "platform", things: "devices" };
  const view = { ...own, things: "entity-views", name: "Volts", externalId: newId("view") };
  const lines = [
    { kind: "thing-group", data: { ...own, name: group, externalId: group } },
    {
      kind: "thing",
      data: {
        ...own,
        name: "Meter",
        externalId: meter,
        groups: [group],
        attributes: { volts: 230 },
      },
    },
    { kind: "thing", data: { ...view, thing: `devices/${meter}`, shows: ["volts"] } },
  ];
  const looked = await importLines(lines.slice(0, 1), "?dryRun=true", machine);
  expect(statusesOf(looked)).toEqual(["created"]);
  const made = await importLines(lines, "", machine);
  expect(statusesOf(made)).toEqual(["created", "created", "created"]);
  expect(made.map(({ key }) => key)[1]).toBe(`platform/devices/${meter}`);
  const ids = made.map(({ id }) => id);
  const again = await importLines(lines, "", machine);
  expect(again.map(({ status, id }) => [status, id])).toEqual(ids.map((id) => ["unchanged", id]));
  const { items } = (await admin.get(`/v1/platform/devices?group=${ids[0]}`)).body;
  expect(items).toMatchObject([{ id: ids[1], name: "Meter" }]);
  expect((await admin.get(`/v1/platform/entity-views/${ids[2]}`)).body.attributes).toEqual({
    volts: 230,
  });
  expect((await machine.get(`/v1/platform/devices/${ids[1]}`)).status).toBe(403);
});

test("a view shows a device of another owner, who is named with it", async () => {
  const admin = await theAdmin();
  const body = { displayName: "Moving in", permissions: ["platform.import"] };
  const { id: apiUser } = (await admin.post("/v1/platform/api-users", body)).body;
  const { key } = (await admin.post(`/v1/platform/api-users/${apiUser}/keys`, {})).body;
  const customer = newId("moved");
  const at = { customer, things: "devices" };
  const view = { customer, things: "entity-views", shows: ["volts"] };
  const meter = newId("meter");
  const ofPlatform = { ...at, customer: "platform", name: "Meter", externalId: meter };
  const lines = [
    { kind: "customer", data: { id: customer, displayName: "Moved Ltd" } },
    { kind: "thing", data: { ...at, name: "Meter", externalId: meter, attributes: { volts: 1 } } },
    { kind: "thing", data: { ...ofPlatform, attributes: { volts: 2 } } },
    { kind: "thing", data: { ...view, name: "Own", thing: `devices/${meter}` } },
    { kind: "thing", data: { ...view, name: "Other", thing: `devices@platform/${meter}` } },
    { kind: "thing", data: { ...view, name: "None", thing: `devices@${customer}/none` } },
  ];
  const made = await importLines(lines, "", withToken(key));
  expect(statusesOf(made)).toEqual([...Array(5).fill("created"), "refused"]);
  expect(made.at(-1)?.needs).toEqual([`thing ${customer}/devices/none`]);
  const shown = made.slice(3, 5).map(async ({ id }) => {
    const { attributes } = (await admin.get(`/v1/customers/${customer}/entity-views/${id}`)).body;
    return attributes;
  });
  expect(await Promise.all(shown)).toEqual([{ volts: 1 }, { volts: 2 }]);
});
