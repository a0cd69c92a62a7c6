import { afterAll, beforeAll, expect, test } from "vitest";
import { aWatchedCustomer } from "../../support/access-requests.ts";
import { newAddress } from "../../support/api.ts";
import { aMember, aPilot, aProject, aProjectRole, askFor } from "../../support/given.ts";
import { borrowHost } from "../../support/host.ts";
import { mailTo, tokenIn } from "../../support/inbox.ts";
import { planFor } from "../../support/invite.ts";
import { requestDuring } from "../../support/race.ts";

const any = { "if-match": "*" };

let host: Awaited<ReturnType<typeof borrowHost>>;
beforeAll(async () => {
  host = await borrowHost();
});
afterAll(() => host.end());

/** A project where two people have to agree, and a role that the platform has for projects. */
async function aPlace() {
  const customer = await aWatchedCustomer(1, host);
  const member = await aMember(customer, ["employee"], host);
  await askFor(customer, 2);
  const [project, role] = [await aProject(customer), await aProjectRole({}, host)];
  const ask = () => customer.owner.put(`${project.path}/members/${member.id}/roles/${role.id}`);
  const approve = (request: string) => customer.decide(customer.second, request, "approve");
  /** Deletes the role and makes another one of its id. */
  const makeAnew = async () => {
    expect((await role.admin.delete(role.path, any)).status).toBe(204);
    const permissions = ["project.view", "project.configure"];
    const more = { ...aPilot(), id: role.id, permissions };
    const made = await role.admin.post("/v1/platform/project-roles", more);
    expect(made.status).toBe(201);
  };
  return { ...customer, project, role, member, ask, approve, makeAnew };
}

/** The token of an invitation to the project that two people agreed to. */
async function anAgreedInvitation({
  owner,
  path,
  project,
  role,
  approve,
}: Awaited<ReturnType<typeof aPlace>>) {
  const email = newAddress("agreed");
  const plan = planFor(email, { projects: [{ project: project.id, role: role.id }] });
  const asked = await owner.post(`${path}/invitations`, plan);
  expect([asked.status, (await approve(asked.body.id)).body.state]).toEqual([202, "approved"]);
  return tokenIn(await mailTo(email, host));
}

test("a project role that was made anew is given to nobody by what others agreed to before", async () => {
  const place = await aPlace();
  const token = await anAgreedInvitation(place);
  const asked = await place.ask();
  await place.makeAnew();
  const late = await place.approve(asked.body.id);
  expect([late.body.code, late.body.detail]).toEqual([
    "request_lapsed",
    expect.stringContaining(`${place.role.id} as of`),
  ]);
  const { body } = await place.owner.post("/v1/invitations/accept", { token });
  const left = { kind: "project role", id: place.role.id, reason: expect.stringMatching(/agreed/) };
  expect(body).toMatchObject({ roles: ["employee"], projects: [], skipped: [left] });
  expect((await place.owner.get(`${place.project.path}/members`)).body.items).toEqual([]);
});

test("nor one that has a higher rank by now; one that is only called otherwise is given", async () => {
  const place = await aPlace();
  const [renamed, raised] = [await anAgreedInvitation(place), await anAgreedInvitation(place)];
  const { admin, path } = place.role;
  expect((await admin.patch(path, { name: "Captain" }, any)).status).toBe(200);
  const accept = async (token: string) =>
    (await place.owner.post("/v1/invitations/accept", { token })).body;
  expect((await accept(renamed)).projects).toHaveLength(1);
  expect((await admin.patch(path, { rank: 5 }, any)).status).toBe(200);
  expect((await accept(raised)).projects).toHaveLength(0);
});

test("nor one that is made anew at the very moment when it is given", async () => {
  const place = await aPlace();
  const token = await anAgreedInvitation(place);
  const asked = await place.ask();
  const late = await requestDuring(host, () => place.approve(asked.body.id), place.makeAnew);
  expect(late.body.code).toBe("request_lapsed");
  const other = await aPlace();
  const offered = await anAgreedInvitation(other);
  const accept = () => other.owner.post("/v1/invitations/accept", { token: offered });
  const accepted = await requestDuring(host, accept, other.makeAnew);
  expect([accepted.body.projects, accepted.body.skipped.length]).toEqual([[], 1]);
  expect((await place.owner.post("/v1/invitations/preview", { token })).status).toBe(200);
});

test("a role of the customer's own that is made anew at that moment is not given either", async () => {
  const { owner, path, approve, member } = await aPlace();
  const role = { id: "helper", name: "Helper", permissions: [] as string[] };
  const makeAnew = async (permissions: string[]) => {
    await owner.delete(`${path}/roles/helper`, any);
    expect((await owner.post(`${path}/roles`, { ...role, permissions })).status).toBe(201);
  };
  await makeAnew([]);
  const email = newAddress("helper");
  const plan = planFor(email, { roles: ["employee", "helper"] });
  const asked = await owner.post(`${path}/invitations`, plan);
  await approve(asked.body.id);
  const token = tokenIn(await mailTo(email, host));
  const accept = () => owner.post("/v1/invitations/accept", { token });
  const remade = () => makeAnew(["customer.members.grant"]);
  const accepted = await requestDuring(host, accept, remade);
  expect([accepted.body.roles, accepted.body.skipped.length]).toEqual([["employee"], 1]);
  await makeAnew([]);
  const given = await owner.put(`${path}/members/${member.id}/roles/helper`);
  const late = await requestDuring(host, () => approve(given.body.id), remade);
  expect(late.body.code).toMatch(/request_(lapsed|decided)/);
  const { roles } = (await owner.get(`${path}/members/${member.id}`)).body;
  expect(roles).toHaveLength(1);
});
