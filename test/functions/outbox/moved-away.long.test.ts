import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { keys } from "../../../shared/table/schema.ts";
import { audit } from "../../support/audit.ts";
import { aCustomerOf, aGroup, aMember, aPerson, aProject, askFor } from "../../support/given.ts";
import { startHost } from "../../support/host.ts";
import { mailsTo, until } from "../../support/inbox.ts";
import { any, aTree, moveTo } from "../../support/moves.ts";
import { ended } from "../../support/operations.ts";
import { tableOf } from "../../support/table.ts";

type Table = ReturnType<typeof tableOf>;

let host: Awaited<ReturnType<typeof startHost>>;
beforeAll(async () => {
  host = await startHost();
});
afterEach(() => host.suffer());
/** The whole table then: every project binding rests on customer access along the chain. */
afterAll(async () => {
  await audit(host).finally(() => host.end());
});

const heldAt = async (principal: string, customer: string) =>
  (await tableOf(host).partition(`P#${principal}`)).filter((item) => item.customer === customer);

const endings = async (email: string) =>
  (await mailsTo(email, host)).filter(({ body: { text } }) => /ended|no longer/i.test(text));

/** Project access at the lowest of three customers, for somebody with a role on the uppermost. */
async function aGuestFromAbove() {
  const tree = await aTree(host);
  const { top, low, owner } = tree;
  const guest = await aMember(top, ["employee"], host);
  const project = await aProject(low);
  const given = await owner.put(`${project.path}/members/${guest.id}/roles/user`);
  expect(given.status).toBe(200);
  return { ...tree, guest, project, other: await aCustomerOf(owner) };
}

test("whoever had access from above alone loses it at once, is out at rest, and is told once", async () => {
  const { mid, low, owner, guest, project, other } = await aGuestFromAbove();
  const spare = await aProject(mid);
  await owner.put(`${spare.path}/members/${guest.id}/roles/reader`);
  const stays = await aMember(low, ["employee"], host);
  await owner.put(`${project.path}/members/${stays.id}/roles/user`);
  const { operation } = (await moveTo(mid, other.id, owner)).body;
  expect((await guest.get(project.path)).status).toBe(404);
  expect(await ended(owner, operation)).toMatchObject({ state: "done", removed: 2 });
  expect(await heldAt(guest.id, low.id)).toEqual([]);
  expect(await heldAt(guest.id, mid.id)).toEqual([]);
  const [mail] = await until(async () => {
    const mails = await endings(guest.email);
    return mails.length > 0 && mails;
  }, "the mail");
  expect(mail?.body.text).toContain(`Project ${spare.id}`);
  expect(mail?.body.text).toContain(`Project ${project.id}`);
  expect((await stays.get(project.path)).status).toBe(200);
  host.move(70_000);
  await host.tick("Sweep");
  await until(
    async () => !(await tableOf(host).get(keys.task({ event: operation.replace("opn", "evt") }))),
  );
  expect(await endings(guest.email)).toHaveLength(1);
  expect(await endings(stays.email)).toEqual([]);
});

test("whoever has a role above the new place, too, keeps all of it", async () => {
  const { mid, low, owner, guest, project, other } = await aGuestFromAbove();
  await owner.put(`${other.path}/members/${guest.id}/roles/employee`);
  const { operation } = (await moveTo(mid, other.id, owner)).body;
  expect(await ended(owner, operation)).toMatchObject({ state: "done", removed: 0 });
  expect((await guest.get(project.path)).status).toBe(200);
  expect(await heldAt(guest.id, low.id)).toHaveLength(2);
  expect(await endings(guest.email)).toEqual([]);
});

test("roles and groups of a customer that is not above any more go with what rested on them", async () => {
  const { top, mid, low, owner, other } = await aGuestFromAbove();
  const role = { id: "host", name: "Host", permissions: ["customer.events.view"] };
  expect((await owner.post(`${top.path}/roles`, role)).status).toBe(201);
  const [only, more, inGroup] = [
    await aPerson(undefined, host),
    await aMember(low, ["employee"], host),
    await aPerson(undefined, host),
  ];
  const group = await aGroup(top, [], [inGroup]);
  const project = await aProject(low);
  const answers = [
    await owner.put(`${low.path}/members/${only.id}/roles/host@${top.id}`),
    await owner.put(`${low.path}/members/${more.id}/roles/host@${top.id}`),
    await owner.put(`${low.path}/members/${group.id}/roles/employee`),
    await owner.put(`${project.path}/members/${group.id}/roles/user`),
    await owner.put(`${project.path}/members/${only.id}/roles/user`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const { operation } = (await moveTo(mid, other.id, owner)).body;
  expect((await inGroup.get(project.path)).status).toBe(404);
  await ended(owner, operation);
  await until(async () => (await heldAt(only.id, low.id)).length === 0, "the end of the role");
  await until(async () => (await heldAt(group.id, low.id)).length === 0, "the end of the group's");
  const [kept] = await heldAt(more.id, low.id);
  expect(Object.keys(kept?.roles as object)).toEqual(["employee"]);
  const { items } = (await owner.get(`${low.path}/events?subject=${more.id}`)).body;
  expect(items[0]).toMatchObject({ type: "customer.member.changed" });
  for (const { email } of [only, inGroup])
    await until(async () => (await endings(email)).length === 1, "the mail");
});

test("a group with roles above takes its project access along, and its members are told", async () => {
  const { top, mid, low, owner, other } = await aGuestFromAbove();
  const member = await aPerson(undefined, host);
  const group = await aGroup(top, ["employee"], [member]);
  const project = await aProject(low);
  await owner.put(`${project.path}/members/${group.id}/roles/user`);
  expect((await member.get(project.path)).status).toBe(200);
  await moveTo(mid, other.id, owner);
  expect((await member.get(project.path)).status).toBe(404);
  await until(async () => (await heldAt(group.id, low.id)).length === 0, "the end of the group's");
  await until(async () => (await endings(member.email)).length === 1, "the mail");
});

test("what gave a group roles and comes late leaves it to the move to take what is lost, and to tell", async () => {
  const { top, mid, low, owner, other } = await aGuestFromAbove();
  const member = await aPerson(undefined, host);
  const group = await aGroup(top, [], [member]);
  const [move, over] = [Promise.withResolvers<string>(), Promise.withResolvers<void>()];
  host.suffer(async ({ functionId, input }) => {
    if (!/^Worker/.test(functionId)) return undefined;
    if (JSON.stringify(input).includes(await move.promise)) await over.promise;
    return undefined;
  });
  await owner.put(`${top.path}/members/${group.id}/roles/employee`);
  const project = await aProject(low);
  await owner.put(`${project.path}/members/${group.id}/roles/user`);
  move.resolve((await moveTo(mid, other.id, owner)).body.operation);
  const { items } = (await owner.get(`${top.path}/events?subject=${group.id}`)).body;
  await ended(owner, items[0].id.replace("evt", "opn"));
  over.resolve();
  await until(async () => (await heldAt(group.id, low.id)).length === 0, "the end of the group's");
  await until(async () => (await endings(member.email)).length === 1, "the mail");
});

test("killed after each of its first removals it takes all, ends what was asked for, and tells once", async () => {
  const { mid, low, owner, guest, project, other } = await aGuestFromAbove();
  const second = await aProject(mid);
  await owner.put(`${second.path}/members/${guest.id}/roles/user`);
  // It ends though whoever asked keeps the right to.
  await aMember(low, ["admin"], host);
  await askFor(low, 2);
  const asked = await owner.put(`${low.path}/members/${guest.id}/roles/admin`);
  expect(asked.status).toBe(202);
  let kills = 0;
  // No clock leaps while mails are being sent, as one could if a run of two removals died twice.
  let isDying = false;
  host.suffer(({ functionId, operation, input }) => {
    const isOurs = JSON.stringify(input).includes(guest.id);
    const isRemoval = operation === "DeleteItem" || operation === "TransactWriteItems";
    if (!/^Worker/.test(functionId) || !isOurs || !isRemoval) return undefined;
    if (isDying || kills === 2) return undefined;
    kills += 1;
    isDying = true;
    void host.kill("Worker").then(() => {
      host.move(125_000);
      isDying = false;
    });
    return { lose: "answer" };
  });
  const { operation } = (await moveTo(mid, other.id, owner)).body;
  expect(await ended(owner, operation)).toMatchObject({ state: "done" });
  expect(kills).toBe(2);
  for (const { id } of [mid, low]) expect(await heldAt(guest.id, id)).toEqual([]);
  const request = `${low.path}/access-requests/${asked.body.id}`;
  expect((await owner.get(request)).body.state).toBe("lapsed");
  await until(async () => (await endings(guest.email)).length === 1, "the mail");
  expect((await owner.get(`${project.path}/members`)).body.items).toEqual([]);
});

test("what was asked for whoever is out with the move lapses, and for groups and with roles that belong to no customer above any more", async () => {
  const { top, mid, low, owner } = await aTree(host);
  const [other, project] = [await aCustomerOf(owner), await aProject(low)];
  const role = { id: "host", name: "Host", permissions: ["customer.events.view"] };
  await owner.post(`${top.path}/roles`, role);
  const [guest, stays] = [
    await aMember(top, ["employee"], host),
    await aMember(low, ["employee"], host),
  ];
  const [joins, group] = [await aGroup(low, ["employee"]), await aGroup(top)];
  const [stranger, next] = [await aPerson(undefined, host), await aPerson(undefined, host)];
  await aMember(low, ["admin"], host);
  await askFor(low, 2);
  const asked = async (path: string) => {
    const answer = await owner.put(path);
    expect(answer.status).toBe(202);
    return answer.body.id as string;
  };
  const lost = [
    await asked(`${low.path}/members/${guest.id}/roles/admin`),
    await asked(`${project.path}/members/${guest.id}/roles/user`),
    await asked(`${joins.path}/members/${guest.id}`),
    await asked(`${low.path}/members/${group.id}/roles/employee`),
    await asked(`${low.path}/members/${next.id}/roles/host@${top.id}`),
  ];
  const kept = [
    await asked(`${low.path}/members/${stays.id}/roles/admin`),
    await asked(`${project.path}/members/${stays.id}/roles/user`),
    await asked(`${low.path}/members/${stranger.id}/roles/employee`),
    await asked(`${joins.path}/members/${stranger.id}`),
  ];
  await ended(owner, (await moveTo(mid, other.id, owner)).body.operation);
  const whyOf = async (id: string) => {
    const { body } = await owner.get(`${low.path}/access-requests/${id}`);
    return [body.state, body.reason];
  };
  expect(await Promise.all(lost.map(whyOf))).toEqual([
    ["lapsed", "Whoever it is about has lost all access"],
    ["lapsed", "Whoever it is about has lost all access"],
    ["lapsed", "Whoever it is about has lost all access"],
    ["lapsed", "The group belongs to no customer above any more"],
    ["lapsed", "The role belongs to no customer above any more"],
  ]);
  for (const id of kept) expect(await whyOf(id)).toEqual(["pending", undefined]);
});

test("access given by what was above comes to light a minute later, and goes", async () => {
  const { mid, low, owner, guest, other, project } = await aGuestFromAbove();
  const held = await heldAt(guest.id, low.id);
  const { operation } = (await moveTo(mid, other.id, owner)).body;
  await ended(owner, operation);
  for (const item of held) await tableOf(host).put(item as Parameters<Table["put"]>[0]);
  host.move(70_000);
  await host.tick("Sweep");
  await until(async () => (await heldAt(guest.id, low.id)).length === 0, "the last look");
  expect((await owner.patch(project.path, { description: "Here" }, any)).status).toBe(200);
});
