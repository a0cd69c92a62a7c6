import { expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { newAddress, newId } from "../../support/api.ts";
import { close } from "../../support/closing.ts";
import { aCustomer, aGroup, aPerson, aProject, theAdmin } from "../../support/given.ts";
import { aWholeCustomer, importLines, statusesOf } from "../../support/imports.ts";
import { mailsTo } from "../../support/inbox.ts";
import { quiet, storedOf } from "../../support/snapshot.ts";
import { tableOf } from "../../support/table.ts";
import { aThing } from "../../support/things.ts";

test("makes what lines of every kind say, and says of each what became of it", async () => {
  const { id, branch, ada, grace, path, lines } = aWholeCustomer();
  const results = await importLines(lines);
  expect(results.filter(({ status }) => status !== "created")).toEqual([]);
  expect(results.map(({ index, kind }) => [index, kind])).toEqual(
    lines.map(({ kind }, i) => [i, kind]),
  );
  const owner = await aPerson(ada);
  const { body: customer } = await owner.get(path);
  expect(customer).toMatchObject({ displayName: "Moved Ltd", phone: "030 1234567" });
  expect(customer.contacts).toMatchObject([{ name: "Ada Lovelace", email: ada }]);
  expect((await owner.get(`/v1/customers/${branch}`)).body).toMatchObject({ parentId: id });
  const member = await aPerson(grace);
  const project = await member.get(`${path}/projects/website`);
  expect([project.status, project.body.tenants]).toEqual([200, 1]);
  const named = (await owner.get(`${path}/customer-groups`)).body.items[1];
  const inGroup = await owner.get(`${path}/customer-groups/${named.id}/customers`);
  expect([named.displayName, inGroup.body.items]).toMatchObject(["Branches", [{ id: branch }]]);
  const roles = (await owner.get(`${path}/members/${member.id}`)).body.roles;
  expect(roles.map(({ role }: { role: string }) => role)).toEqual(["auditor", "employee"]);
  const [view] = (await owner.get(`${path}/entity-views`)).body.items;
  expect((await owner.get(`${path}/entity-views/${view.id}`)).body.attributes).toEqual({
    volts: 230,
  });
  const [roof] = (await owner.get(`${path}/devices/groups?q=Roof`)).body.items;
  const inRoof = (await owner.get(`${path}/devices?group=${roof.id}`)).body.items;
  expect(inRoof).toMatchObject([{ name: "Meter", externalId: "meter-1" }]);
});

test("changes nothing when the same lines come again, in whatever order and however many at once", async () => {
  const { id, lines } = aWholeCustomer();
  const first = await importLines(lines);
  const before = await quiet(() => storedOf(id));
  const again = await importLines(lines.toReversed());
  expect(new Set(statusesOf(again))).toEqual(new Set(["unchanged"]));
  const ids = (all: typeof first) => all.map(({ id }) => id);
  expect(ids(again.toReversed())).toEqual(ids(first));
  expect(await storedOf(id)).toEqual(before);
});

test("makes each once, however many imports of it race", async () => {
  const { path, lines, ada } = aWholeCustomer();
  const all = await Promise.all(Array.from({ length: 4 }, () => importLines(lines)));
  const ended = await importLines(lines);
  expect(new Set(statusesOf(ended))).toEqual(new Set(["unchanged"]));
  const asRecords = lines.flatMap(({ kind }, i) => (/member|role$|^grouped/.test(kind) ? [] : [i]));
  for (const i of asRecords)
    expect(all.filter((results) => results[i]?.status === "created").length).toBeLessThanOrEqual(1);
  const owner = await aPerson(ada);
  const counts = (await owner.get(`${path}/things`)).body;
  expect([counts.devices.count, counts["entity-views"].count]).toEqual([1, 1]);
  expect((await owner.get(`${path}/members`)).body.items).toHaveLength(3);
});

test("takes lines of one request in whatever order they come", async () => {
  const { lines } = aWholeCustomer();
  const results = await importLines(lines.toReversed());
  expect(results.filter(({ status }) => status !== "created")).toEqual([]);
});

test("says of what is there otherwise what differs, and leaves it", async () => {
  const { lines, path, ada } = aWholeCustomer();
  await importLines(lines);
  const changed = lines.map(({ kind, data }) => ({ kind, data: { ...data } }));
  const of = (kind: string) => changed.find((one) => one.kind === kind)?.data;
  of("customer").displayName = "Other Ltd";
  of("project").description = "New";
  of("thing").attributes = { volts: 400 };
  of("thing-group").description = "New";
  of("member").roles = [{ role: "owner", expiresAt: "2099-01-01T00:00:00Z" }];
  const results = await importLines(changed);
  expect(results.filter(({ status }) => status === "differs")).toMatchObject([
    { kind: "customer", differs: ["displayName"] },
    { kind: "member", differs: ["roles"] },
    { kind: "project", differs: ["description"] },
    { kind: "thing-group", differs: ["description"] },
    { kind: "thing", differs: ["attributes"] },
  ]);
  expect((await (await aPerson(ada)).get(path)).body.displayName).toBe("Moved Ltd");
});

test("gives members roles beside those that they hold, and leaves out what has ended", async () => {
  const customer = await aCustomer();
  const [email, past] = [newAddress("moved"), "2020-01-01T00:00:00Z"];
  const line = (...roles: object[]) => ({
    kind: "member",
    data: { customer: customer.id, email, roles },
  });
  const [first] = await importLines([
    line({ role: "employee" }, { role: "admin", expiresAt: past }),
  ]);
  expect(first?.status).toBe("created");
  const held = async () => (await customer.owner.get(`${customer.path}/members/${first?.id}`)).body;
  expect((await held()).roles).toEqual([{ role: "employee", state: "active" }]);
  const [second, third] = await importLines([
    line({ role: "admin", expiresAt: "2099-01-01T00:00:00Z" }),
    line({ role: "owner", expiresAt: past }),
  ]);
  expect([second?.status, third?.status]).toEqual(["updated", "skipped"]);
  expect((await held()).roles.map(({ role }: { role: string }) => role)).toEqual([
    "admin",
    "employee",
  ]);
});

test("writes to nobody who is moved in, unless that is asked for", async () => {
  const customer = await aCustomer();
  const [quiet, told] = [newAddress("quiet"), newAddress("told")];
  const line = (email: string) => ({
    kind: "member",
    data: { customer: customer.id, email, roles: [{ role: "employee" }] },
  });
  await importLines([line(quiet)]);
  await importLines([line(told)], "?tell=true");
  await expect.poll(() => mailsTo(told).then(({ length }) => length)).toBe(1);
  const letters = (await tableOf().all()).filter(({ kind }) => kind === "letter");
  const [{ id } = { id: "" }] = (await importLines([line(quiet)])) as { id: string }[];
  expect(letters.filter(({ recipient }) => recipient === id)).toEqual([]);
});

test("writes to no member of a group that is given roles, unless that is asked for", async () => {
  const customer = await aCustomer();
  const { id, owner, path } = customer;
  const member = await aPerson();
  const [quiet, told] = [
    await aGroup(customer, ["employee"], [member]),
    await aGroup(customer, ["employee"], [member]),
  ];
  const project = await aProject(customer);
  await owner.post(`${path}/customer-groups`, { displayName: "Branches" });
  const linesFor = ({ identifier: group }: { identifier: string }) => [
    { kind: "group-role", data: { customer: id, group, roles: [{ role: "admin" }] } },
    {
      kind: "customer-group-member",
      data: { customer: id, customerGroup: "Branches", group, roles: [{ role: "admin" }] },
    },
    {
      kind: "project-group-role",
      data: { customer: id, project: project.id, group, roles: [{ role: "user" }] },
    },
  ];
  const first = await importLines(linesFor(quiet));
  const then = await importLines(linesFor(told), "?tell=true");
  expect(statusesOf([...first, ...then])).toEqual(
    [1, 2].flatMap(() => ["updated", "created", "created"]),
  );
  const isUnderWay = async () =>
    (await owner.get(`${path}/operations`)).body.items.some(
      ({ state }: { state: string }) => state !== "done",
    );
  await expect.poll(isUnderWay).toBe(false);
  const importer = (await theAdmin()).id;
  const through = (await tableOf().all())
    .filter(({ kind, recipient }) => kind === "letter" && recipient === member.id)
    .filter(({ actor }) => actor === importer)
    .map((letter) => letter.through);
  expect(through).toEqual([told.id, told.id, told.id]);
});

test("leaves out what does not move, and says why", async () => {
  const lines = ["api-user", "invitation", "access-request", "event"].map((kind) => ({
    kind,
    data: {},
  }));
  const results = await importLines(lines);
  expect(results.map(({ status }) => status)).toEqual(lines.map(() => "skipped"));
  expect(results.every(({ detail }) => (detail ?? "").length > 20)).toBe(true);
});

test("refuses a line by itself, and points at what is wrong with it", async () => {
  const [{ id }, fresh] = [await aCustomer(), newId("moved")];
  const thing = { customer: id, things: "devices" };
  const results = await importLines([
    { kind: "customer", data: { id: fresh, displayName: "Fine" } },
    { kind: "customer", data: { id: "NO", displayName: "Wrong" } },
    { kind: "customer", data: { id: newId("moved"), displayName: "X", shoeSize: 7 } },
    { kind: "planet", data: {} },
    { kind: "customer", data: {}, more: true },
    "nothing",
    { kind: "member", data: { customer: id, email: "nobody", roles: [{ role: "employee" }] } },
    { kind: "member", data: { customer: id, email: newAddress(), roles: [{ role: "king" }] } },
    { kind: "thing", data: { ...thing, name: "" } },
    { kind: "thing", data: { ...thing, name: "Meter", colour: "red" } },
    { kind: "thing", data: { ...thing, name: "Good" } },
    { kind: "thing", data: { ...thing, name: "Lost", groups: ["Roof"] } },
    { kind: "project", data: { customer: newId("nowhere"), id: "website", displayName: "W" } },
  ]);
  const seen = results.map(({ status, code, errors }) => [status, code, errors?.[0]?.pointer]);
  expect(seen).toEqual([
    ["created", undefined, undefined],
    ["refused", "invalid", "/data/id"],
    ["refused", "invalid", "/data/shoeSize"],
    ["refused", "invalid", "/kind"],
    ["refused", "invalid", "/more"],
    ["refused", "invalid", ""],
    ["refused", "address_not_deliverable", "/data/email"],
    ["refused", "invalid", "/data/roles/0/role"],
    ["refused", "invalid", "/data/name"],
    ["refused", "invalid", "/data/colour"],
    ["created", undefined, undefined],
    ["refused", "not_found", undefined],
    ["refused", "not_found", undefined],
  ]);
  expect(results.slice(-2).map(({ needs }) => needs?.length)).toEqual([1, 1]);
  expect(results.at(-2)?.needs).toEqual([`thing-group ${id}/devices/Roof`]);
});

test("holds every rule that holds without an import", async () => {
  const { id, path, owner } = await aCustomer();
  const deep = Array.from({ length: 9 }, () => newId("deep"));
  const levels = deep.map((one, i) => ({
    kind: "customer",
    data: { id: one, displayName: "Deep", ...(i > 0 && { parentId: deep[i - 1] }) },
  }));
  const results = await importLines(levels);
  expect(results.map(({ code }) => code)).toEqual([...Array(8).fill(undefined), "too_deep"]);
  const circle = [newId("circle"), newId("circle")];
  const around = circle.map((one, i) => ({
    kind: "customer",
    data: { id: one, displayName: "Around", parentId: circle[1 - i] },
  }));
  expect(statusesOf(await importLines(around))).toEqual(["refused", "refused"]);
  const [moved, roles] = [newId("moved"), [{ role: "owner" }]];
  const owners = ["a", "b", "c"].map((name) => ({
    kind: "member",
    data: { customer: moved, email: newAddress(name), roles },
  }));
  const three = await importLines([
    { kind: "customer", data: { id: moved, displayName: "Moved" } },
    ...owners,
  ]);
  expect(three.map(({ code }) => code).sort()).toEqual([
    "owner_limit",
    ...Array(3).fill(undefined),
  ]);
  const usurped = { customer: id, email: newAddress("usurper"), roles };
  expect(await importLines([{ kind: "member", data: usurped }])).toMatchObject([
    { status: "refused", code: "forbidden" },
  ]);
  expect((await owner.get(path)).body.contacts).toHaveLength(1);
});

test("a line twice in one request counts once", async () => {
  const customer = await aCustomer();
  const thing = { customer: customer.id, things: "devices", externalId: "twice", name: "Meter" };
  const results = await importLines([
    { kind: "thing", data: thing },
    { kind: "thing", data: thing },
    { kind: "thing", data: { ...thing, name: "Other" } },
    { kind: "project", data: { customer: customer.id, id: "twice", displayName: "P" } },
    { kind: "project", data: { customer: customer.id, id: "twice", displayName: "P" } },
  ]);
  expect(statusesOf(results)).toEqual(["created", "unchanged", "differs", "created", "unchanged"]);
});

test("says of lines for a closed customer that it is closed, and makes nobody known for them", async () => {
  const { id, owner, path } = await aCustomer();
  await close(owner, { id, path });
  const email = newAddress("late");
  const lines = [
    { kind: "customer", data: { id, displayName: "Back again" } },
    { kind: "member", data: { customer: id, email, roles: [{ role: "employee" }] } },
    { kind: "project", data: { customer: id, id: "late", displayName: "Late" } },
    { kind: "thing", data: { customer: id, things: "devices", name: "Late" } },
  ];
  const results = await importLines(lines);
  expect(statusesOf(results)).toEqual(Array(4).fill("refused"));
  for (const { detail } of results) expect(detail).toContain(`The customer ${id} was closed`);
  expect(await tableOf().get(keys.address({ email }))).toBeUndefined();
});

test("a record that nobody can read stops only the lines that meet it", async () => {
  const { id, path, owner } = await aCustomer();
  const project = await aProject({ path, owner });
  const thing = await aThing({ path, owner });
  const broken = [
    [keys.project({ customer: id, project: project.id }), "version"],
    [keys.thing({ thing: thing.id }), "version"],
  ] as const;
  const before = await Promise.all(broken.map(([key]) => tableOf().get(key)));
  for (const [key] of broken) await tableOf().change(key, { version: "broken" });
  const lines = [
    { kind: "project", data: { customer: id, id: project.id, displayName: "Here" } },
    { kind: "project", data: { customer: id, id: "other", displayName: "There" } },
    {
      kind: "thing",
      about: { id: thing.id },
      data: { customer: id, things: "devices", name: "Here" },
    },
    { kind: "thing", data: { customer: id, things: "assets", name: "There" } },
  ];
  const results = await importLines(lines);
  for (const [i, [key]] of broken.entries()) await tableOf().put({ ...before[i], ...key });
  expect(statusesOf(results)).toEqual(["refused", "created", "refused", "created"]);
  expect(results[0]).toMatchObject({ code: "internal", detail: expect.stringMatching(/log/) });
});
