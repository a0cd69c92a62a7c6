import { expect, test } from "vitest";
import { aTopGroup } from "../../support/below.ts";
import { endedNow } from "../../support/ended.ts";
import {
  aCustomer,
  aGroup,
  aMember,
  anApiUser,
  aPerson,
  aPlatformMachine,
  aProject,
  type Person,
  theAdmin,
} from "../../support/given.ts";
import { disableCustomer } from "../../support/invite.ts";
import { instant } from "../../support/looking-back.ts";

const ask = "/v1/access/explain";

test("names every way to a permission: own roles and a group's, when and by whom they were given, until when", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const person = await aMember(customer, ["admin"]);
  const group = await aGroup(customer, [], [person]);
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  await owner.put(`${path}/members/${group.id}/roles/admin`, { expiresAt });
  const { body } = await person.post(ask, { permission: "customer.edit", customer: id });
  const instant = expect.any(String);
  const way = { level: "customer", role: "admin", customer: id, at: instant, by: owner.id };
  expect(body).toEqual({
    allowed: true,
    ways: [way, { ...way, through: group.id, expiresAt }],
    failing: [],
    missing: [],
  });
});

type Owned = Awaited<ReturnType<typeof aCustomer>>;

test.each([
  [
    "of their own",
    async ({ owner, path, id }: Owned, person: Person) => ({
      holder: person.id,
      at: `${path}/members/${person.id}/roles/employee`,
      by: owner,
      ended: { customer: id },
    }),
  ],
  [
    "of their group",
    async (customer: Owned, person: Person) => {
      const group = await aGroup(customer, [], [person]);
      return {
        holder: group.id,
        at: `${customer.path}/members/${group.id}/roles/employee`,
        by: customer.owner,
        ended: { customer: customer.id, through: group.id },
      };
    },
  ],
  [
    "on a group of the platform's customers",
    async (customer: Owned, person: Person) => {
      const admin = await theAdmin();
      const { path, id } = await aTopGroup(admin, [customer, customer]);
      return {
        holder: person.id,
        at: `${path}/members/${person.id}/roles/employee`,
        by: admin,
        ended: { customerGroup: { id, owner: "platform" } },
      };
    },
  ],
])(
  "of a project role names the role %s on the customer that it rested on, and that has ended",
  async (_, place) => {
    const customer = await aCustomer();
    const { owner, id } = customer;
    const [person, project] = [await aPerson(), await aProject(customer)];
    const { holder, at, by, ended } = await place(customer, person);
    expect((await by.put(at)).status).toBe(200);
    expect((await owner.put(`${project.path}/members/${holder}/roles/user`)).status).toBe(200);
    const question = { permission: "project.view", customer: id, project: project.id };
    const explained = async () => (await person.post(ask, question)).body;
    expect(await explained()).toMatchObject({ allowed: true, failing: [] });
    const expiresAt = await endedNow(
      async (end) => (await by.put(at, { expiresAt: end })).status === 200,
    );
    expect(await explained()).toMatchObject({
      allowed: false,
      failing: [
        {
          level: "project",
          role: "user",
          because: "ended",
          ended: { level: "customer", role: "employee", expiresAt, ...ended },
        },
      ],
    });
  },
);

test("names the roles that would do where nothing comes close", async () => {
  const customer = await aCustomer();
  const employee = await aMember(customer, ["employee"]);
  const question = { permission: "customer.delete", customer: customer.id };
  expect((await employee.post(ask, question)).body).toEqual({
    allowed: false,
    ways: [],
    failing: [],
    missing: [{ level: "customer", role: "owner" }],
  });
});

test("of an API user, that its set could have it where that would count, and never a role", async () => {
  const [customer, other, admin] = [await aCustomer(), await aCustomer(), await theAdmin()];
  const [own, ofPlatform] = [
    await anApiUser(customer),
    await aPlatformMachine(["platform.import"]),
  ];
  const missingTo = async (principal: string, permission: string, where?: string) =>
    (await admin.post(ask, { principal, permission, customer: where })).body.missing;
  for (const permission of ["customer.members.view", "customer.roles.manage"])
    expect(await missingTo(own.id, permission, customer.id)).toEqual([
      { level: "customer", role: "api-user" },
    ]);
  expect(await missingTo(ofPlatform.id, "platform.users.view")).toEqual([
    { level: "platform", role: "api-user" },
  ]);
  const never = [
    [own.id, "customer.owners.manage", customer.id],
    [own.id, "customer.members.view", other.id],
    [own.id, "platform.users.view"],
    [ofPlatform.id, "customer.members.view", customer.id],
    [ofPlatform.id, "platform.admins.manage"],
  ] as const;
  for (const [principal, permission, where] of never)
    expect([permission, await missingTo(principal, permission, where)]).toEqual([permission, []]);
});

test("of a group, no role that groups never hold", async () => {
  const customer = await aCustomer();
  const { id: principal } = await aGroup(customer, ["employee"]);
  const about = async (permission: string) =>
    (await customer.owner.post(ask, { principal, permission, customer: customer.id })).body.missing;
  expect(await about("customer.delete")).toEqual([]);
  expect(await about("customer.edit")).toEqual([{ level: "customer", role: "admin" }]);
});

test("an admin learns that they may appoint an owner where none is live", async () => {
  const customer = await aCustomer();
  const admin = await aMember(customer, ["admin"]);
  const question = { permission: "customer.owners.manage", customer: customer.id };
  expect((await admin.post(ask, question)).body.allowed).toBe(false);
  const operator = await theAdmin();
  await operator.post(`/v1/platform/users/${customer.owner.id}/disable`, { reason: "Gone" });
  const { body } = await admin.post(ask, question);
  expect([body.allowed, body.ways]).toMatchObject([true, [{ role: "admin" }]]);
});

test("answers about others to those who see members there, and to those who check anybody's access", async () => {
  const [customer, elsewhere] = [await aCustomer(), await aCustomer()];
  const employee = await aMember(customer, ["employee"]);
  const question = { principal: employee.id, permission: "customer.view", customer: customer.id };
  for (const asker of [customer.owner, await theAdmin(), employee])
    expect((await asker.post(ask, question)).body).toMatchObject({
      allowed: true,
      ways: [{ role: "employee" }],
    });
  const plainNo = { allowed: false, ways: [], failing: [], missing: [] };
  for (const asker of [elsewhere.owner, await aMember(customer, ["employee"])])
    expect((await asker.post(ask, question)).body).toEqual(plainNo);
});

test("whoever may not see a project is told the same as of one that is not there", async () => {
  const customer = await aCustomer();
  const { owner, path, id } = customer;
  const hidden = await aProject(customer);
  const permissions = ["customer.view", "customer.members.view"];
  await owner.post(`${path}/roles`, { id: "watcher", name: "Watcher", permissions });
  const [stranger, watcher] = [await aPerson(), await aMember(customer, ["watcher"])];
  const grouped = await aPerson();
  await aGroup(customer, ["employee"], [grouped]);
  const plainNo = { allowed: false, ways: [], failing: [], missing: [] };
  const asOf = await instant();
  const about = ["project.view", "customer.view"];
  const whose = [undefined, owner.id].flatMap((principal) =>
    about.map((permission) => ({ principal, permission, customer: id })),
  );
  const questions = whose.flatMap((one) =>
    [hidden.id, "nowhere"].map((project) => ({ ...one, project })),
  );
  const none = questions.map(() => ({ allowed: false }));
  const askers = [stranger, await aMember(customer, ["employee"]), watcher, grouped];
  for (const asker of askers) {
    for (const when of [{}, { asOf }]) {
      for (const question of questions.filter(({ permission }) => permission === "project.view"))
        expect((await asker.post(ask, { ...question, ...when })).body).toEqual(plainNo);
      const checked = await asker.post("/v1/access/check", { questions, ...when });
      expect(checked.body.results).toEqual(none);
    }
  }
  const seen = { permission: "project.cloud.access", customer: id, project: hidden.id };
  expect((await owner.post(ask, seen)).body.missing).not.toEqual([]);
});

test("a customer that one may not see is answered like one that is not there", async () => {
  const customer = await aCustomer();
  const permissions = ["customer.view", "customer.edit"];
  await customer.owner.post(`${customer.path}/roles`, { id: "editor", name: "E", permissions });
  const stranger = await aPerson();
  const asOf = await instant();
  for (const more of [{}, { asOf }, { principal: customer.owner.id }]) {
    const answer = async (id: string) =>
      (await stranger.post(ask, { permission: "customer.edit", customer: id, ...more })).body;
    expect(await answer(customer.id)).toEqual(await answer("nowhere"));
  }
});

test("who sees the members of a customer is told nothing of what others may on the platform", async () => {
  const [customer, operator] = [await aCustomer(), await theAdmin()];
  const question = { principal: operator.id, permission: "platform.users.view" };
  const here = { ...question, customer: customer.id };
  const plainNo = { allowed: false, ways: [], failing: [], missing: [] };
  expect((await customer.owner.post(ask, here)).body).toEqual(plainNo);
  const checked = await customer.owner.post("/v1/access/check", { questions: [here] });
  expect(checked.body.results).toEqual([{ allowed: false }]);
  expect((await operator.post(ask, here)).body.allowed).toBe(true);
});

test("explains what a group may", async () => {
  const customer = await aCustomer();
  const group = await aGroup(customer, ["admin"]);
  const question = { principal: group.id, permission: "customer.edit", customer: customer.id };
  const { body } = await customer.owner.post(ask, question);
  expect(body).toMatchObject({ allowed: true, ways: [{ role: "admin" }] });
});

test("reading goes on at a disabled customer, and the answer says so", async () => {
  const customer = await aCustomer();
  await disableCustomer(customer.id);
  const question = { permission: "customer.view", customer: customer.id };
  expect((await customer.owner.post(ask, question)).body.allowed).toBe(true);
});

test("refuses a permission that does not exist, and says where", async () => {
  const { status, body } = await (await aPerson()).post(ask, { permission: "customer.fly" });
  expect([status, body.errors[0].pointer]).toEqual([400, "/permission"]);
});
