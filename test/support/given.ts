import { inject } from "vitest";
import { type At, type Caller, newAddress, newId, nobody, signIn, withToken } from "./api.ts";
import { mailTo, tokenIn } from "./inbox.ts";

/** A person with the id that Usher knows them by. */
export interface Person extends Caller {
  id: string;
}

/** Somebody who has signed in. */
export async function aPerson(email = newAddress(), at?: At): Promise<Person> {
  const caller = await signIn(email, at);
  const { body } = await caller.get("/v1/me");
  return { ...caller, id: body.id };
}

/** A customer with its owner. */
export async function aCustomer(at?: At): Promise<{ id: string; path: string; owner: Person }> {
  return aCustomerOf(await aPerson(newAddress("owner"), at));
}

/** A customer that somebody makes, who owns it then. */
export async function aCustomerOf(owner: Person) {
  const id = newId();
  const answer = await owner.post("/v1/customers", { id, displayName: `Customer ${id}` });
  if (answer.status !== 201) throw new Error(`no customer: ${JSON.stringify(answer.body)}`);
  return { id, path: `/v1/customers/${id}`, owner };
}

/** Somebody with these roles on a customer, granted by its owner. */
export async function aMember(
  { path, owner }: { path: string; owner: Person },
  roles: string[],
  at?: At,
): Promise<Person> {
  const person = await aPerson(newAddress(roles.join("-")), at);
  for (const role of roles) {
    const answer = await owner.put(`${path}/members/${person.id}/roles/${role}`);
    if (answer.status !== 200) throw new Error(`no ${role}: ${JSON.stringify(answer.body)}`);
  }
  return person;
}

const theAdmins = new Map<string, Promise<Person>>();

/** The Organization Admin that the deployment names, signed in once. */
export function theAdmin(at?: At): Promise<Person> {
  const host = at?.api ?? inject("api");
  const admin = theAdmins.get(host) ?? aPerson("admin@example.org", at);
  theAdmins.set(host, admin);
  return admin;
}

/** Somebody with these roles on the platform. */
export async function anAdmin(roles: string[], at?: At): Promise<Person> {
  const [admin, person] = [await theAdmin(at), await aPerson(newAddress("operator"), at)];
  const answer = await admin.put(
    `/v1/platform/admins/${person.id}/roles`,
    { roles: roles.map((role) => ({ role })) },
    { "if-match": '"0"' },
  );
  if (answer.status !== 200) throw new Error(`no admin: ${JSON.stringify(answer.body)}`);
  return person;
}

export async function aProject({ path, owner }: { path: string; owner: Person }) {
  const id = newId("p");
  const answer = await owner.post(`${path}/projects`, { id, displayName: `Project ${id}` });
  if (answer.status !== 201) throw new Error(`no project: ${JSON.stringify(answer.body)}`);
  return { id, key: answer.body.key as string, path: `${path}/projects/${id}` };
}

/** Something that a project has in a cloud platform. */
export async function aTenant({ path }: { path: string }, owner: Person) {
  const identifier = newId("account");
  const made = await owner.post(`${path}/tenants`, { platform: "aws", identifier });
  if (made.status !== 201) throw new Error(`no tenant: ${JSON.stringify(made.body)}`);
  return { id: made.body.id as string, identifier, path: `${path}/tenants/${made.body.id}` };
}

type Tenant = Awaited<ReturnType<typeof aTenant>>;

/** A project with some tenants whose deletion was asked for. */
export async function aPendingProject(
  customer: { path: string; owner: Person },
  tenants = 1,
  holders: Person[] = [],
) {
  const { owner } = customer;
  const project = await aProject(customer);
  const made = await inTurn(Array.from({ length: tenants }), () => aTenant(project, owner));
  await inTurn(holders, ({ id }) => owner.put(`${project.path}/members/${id}/roles/user`));
  const body = { confirm: project.id, reason: "Replaced" };
  const asked = await owner.post(`${project.path}/delete`, body);
  if (asked.status !== 202) throw new Error(`not pending: ${JSON.stringify(asked.body)}`);
  const [first, ...more] = made;
  return {
    ...project,
    tenants: [first as Tenant, ...more] as const,
    operation: asked.body.id as string,
  };
}

/** What a role for projects takes. */
export const aPilot = () => ({
  id: newId("r"),
  name: "Pilot",
  rank: 2,
  permissions: ["project.view", "project.resources.use"],
});

/** A role that the platform has for projects. */
export async function aProjectRole(more: object = {}, at?: At) {
  const admin = await theAdmin(at);
  const role = { ...aPilot(), ...more };
  const made = await admin.post("/v1/platform/project-roles", role);
  if (made.status !== 201) throw new Error(`no project role: ${JSON.stringify(made.body)}`);
  return { id: role.id, path: `/v1/platform/project-roles/${role.id}`, admin };
}

/** A group of a customer, with these roles and members. */
export async function aGroup(
  { path, owner }: { path: string; owner: Person },
  roles: string[] = [],
  members: { id: string }[] = [],
) {
  const body = { identifier: newId("g"), displayName: "Night shift" };
  const made = await owner.post(`${path}/groups`, body);
  if (made.status !== 201) throw new Error(`no group: ${JSON.stringify(made.body)}`);
  const group = { id: made.body.id as string, path: `${path}/groups/${made.body.id}`, ...body };
  const answers = [
    ...(await inTurn(roles, (role) => owner.put(`${path}/members/${group.id}/roles/${role}`))),
    ...(await inTurn(members, ({ id }) => owner.put(`${group.path}/members/${id}`))),
  ];
  const wrong = answers.find(({ status }) => status !== 200);
  if (wrong) throw new Error(`no group: ${JSON.stringify(wrong.body)}`);
  return group;
}

/** A group of the platform, with these roles and members. */
export async function anAdminGroup(roles: string[] = [], members: { id: string }[] = [], at?: At) {
  const admin = await theAdmin(at);
  const body = { identifier: newId("g"), displayName: "On call" };
  const made = await admin.post("/v1/platform/groups", body);
  if (made.status !== 201) throw new Error(`no group: ${JSON.stringify(made.body)}`);
  const { id } = made.body as { id: string };
  const group = { id, path: `/v1/platform/groups/${id}`, admin, ...body };
  const given = (role: string) => admin.put(`/v1/platform/admins/${id}/roles/${role}`);
  const answers = [
    ...(await inTurn(roles, given)),
    ...(await inTurn(members, (one) => admin.put(`${group.path}/members/${one.id}`))),
  ];
  const wrong = answers.find(({ status }) => status !== 200);
  if (wrong) throw new Error(`no group: ${JSON.stringify(wrong.body)}`);
  return group;
}

/** Permissions with which an API user sees a customer and changes something there. */
export const somePermissions = ["customer.view", "customer.edit", "customer.projects.view"];

/** An API user of a customer, made by its owner. */
export async function anApiUser(
  { path, owner }: { path: string; owner: Person },
  permissions = somePermissions,
) {
  const body = { displayName: "Deployment", permissions };
  const made = await owner.post(`${path}/api-users`, body);
  if (made.status !== 201) throw new Error(`no API user: ${JSON.stringify(made.body)}`);
  return { id: made.body.id as string, path: `${path}/api-users/${made.body.id}` };
}

/** A key of an API user, and who calls with it. */
export async function aKey({ path }: { path: string }, by: Person, more: object = {}, at?: At) {
  const made = await by.post(`${path}/keys`, more);
  if (made.status !== 201) throw new Error(`no key: ${JSON.stringify(made.body)}`);
  const { id, key } = made.body as { id: string; key: string };
  return { id, key, path: `${path}/keys/${id}`, caller: withToken(key, at) };
}

/** An API user of a customer with these permissions, ready to call. */
export async function aMachine(
  customer: { path: string; owner: Person },
  permissions = somePermissions,
  at?: At,
) {
  const apiUser = await anApiUser(customer, permissions);
  return { ...apiUser, key: await aKey(apiUser, customer.owner, {}, at) };
}

/** An API user of the platform with these permissions, ready to call. */
export async function aPlatformMachine(permissions: string[], at?: At) {
  const admin = await theAdmin(at);
  const apiUser = await anApiUser({ path: "/v1/platform", owner: admin }, permissions);
  return { ...apiUser, key: await aKey(apiUser, admin, {}, at) };
}

/** Does something for each, one after the other. */
export async function inTurn<T, R>(all: readonly T[], step: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (const one of all) answers.push(await step(one));
  return answers;
}

/** An invitation that was sent, with the token in its mail. */
export async function anInvitation(
  { path, owner }: { path: string; owner: Person },
  more: Record<string, unknown> = {},
  at?: At,
) {
  const email = newAddress("invited");
  const plan = { email, firstName: "Grace", lastName: "Hopper", roles: ["employee"], ...more };
  const { status, body } = await owner.post(`${path}/invitations`, plan);
  if (status !== 201) throw new Error(`no invitation: ${JSON.stringify(body)}`);
  const token = tokenIn(await mailTo(String(plan.email), at));
  return { id: body.id as string, email: String(plan.email), token, nobody: nobody(at), body };
}

/** Has a customer ask for so many approvals from now on. */
export async function askFor(
  { path, owner }: { path: string; owner: Person },
  minApprovals: number,
) {
  const answer = await owner.patch(path, { settings: { minApprovals } }, { "if-match": "*" });
  if (answer.status !== 200) throw new Error(`not asked: ${JSON.stringify(answer.body)}`);
}
