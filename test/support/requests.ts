import type { Contract } from "../../shared/api/contract.ts";
import * as api from "../../shared/api/index.ts";
import { newAddress, newId } from "./api.ts";
import { aCustomer, aCustomerOf, aPilot, type Person } from "./given.ts";
import { planFor } from "./invite.ts";
import type { Place } from "./places.ts";
import { someKind } from "./things.ts";

/** Every contract by its name. */
export const contracts = Object.fromEntries(
  Object.entries(api).flatMap(([noun, verbs]) =>
    Object.entries(verbs as Record<string, Contract>).map(([verb, one]) => [
      `${noun}.${verb}`,
      one,
    ]),
  ),
);

interface Asked {
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}
export type Ask = (place: Place, caller: Person, expected: number) => Promise<Asked> | Asked;

const any = { "if-match": "*" };
const reason = { reason: "A" };
const roles = { roles: [{ role: "admin" }] };
const at =
  (path: string): Ask =>
  () => ({ path });

/** This platform asks nobody for a second word, so nothing waits there. */
const askedOnPlatform = "/v1/platform/access-requests/req_01J00000000000000000000000";

/** The kinds with attributes of their own do not differ: one stands for all. */
const kind = someKind("requests");
const noThing = "dev_0001J00000000000000000000000";

/** A customer that somebody may give things to. */
const customerOf = async (caller: Person) =>
  caller.token ? (await aCustomerOf(caller)).id : "nowhere";

/** A request to each endpoint that succeeds for whoever may send it. */
export const ask: Record<string, Ask> = {
  "access.check": () => ({
    path: "/v1/access/check",
    body: { questions: [{ permission: "platform.customers.view" }] },
  }),
  "access.list": ({ path }) => ({ path: `${path}/access` }),
  "access.listOnProject": ({ project }) => ({ path: `${project}/access` }),
  "access.explain": () => ({
    path: "/v1/access/explain",
    body: { permission: "platform.customers.view" },
  }),
  "accessRequests.list": ({ path }) => ({ path: `${path}/access-requests` }),
  "accessRequests.get": async (place) => ({ path: await place.accessRequest() }),
  "accessRequests.approve": async (place) => ({ path: `${await place.accessRequest()}/approve` }),
  "accessRequests.decline": async (place) => ({
    path: `${await place.accessRequest()}/decline`,
    body: {},
  }),
  "accessRequests.withdraw": async (place) => ({ path: `${await place.accessRequest()}/withdraw` }),
  "accessRequests.listOpen": at("/v1/access-requests"),
  "accessRequests.listOnPlatform": at("/v1/platform/access-requests"),
  "accessRequests.getOnPlatform": at(askedOnPlatform),
  "accessRequests.approveOnPlatform": at(`${askedOnPlatform}/approve`),
  "accessRequests.declineOnPlatform": () => ({ path: `${askedOnPlatform}/decline`, body: {} }),
  "accessRequests.withdrawOnPlatform": at(`${askedOnPlatform}/withdraw`),
  "admins.list": at("/v1/platform/admins"),
  "admins.get": async (place) => ({ path: await adminAt(place) }),
  "admins.setRoles": async (place) => ({
    path: `${await adminAt(place)}/roles`,
    body: { roles: [{ role: "ops-support" }] },
    headers: any,
  }),
  "admins.grantRole": async (place) => ({
    path: `${await adminAt(place)}/roles/ops-support`,
    body: {},
  }),
  "admins.takeRole": async (place) => ({
    path: `${await adminAt(place)}/roles/compliance-manager`,
  }),
  "admins.remove": async (place) => ({ path: await adminAt(place), headers: any }),
  "apiUsers.create": ({ path }) => ({
    path: `${path}/api-users`,
    body: { displayName: "A", permissions: ["customer.view"] },
  }),
  "apiUsers.list": ({ path }) => ({ path: `${path}/api-users` }),
  "apiUsers.get": async ({ apiUser }) => ({ path: (await apiUser()).path }),
  "apiUsers.update": async ({ apiUser }) => ({
    path: (await apiUser()).path,
    body: { displayName: newId() },
    headers: any,
  }),
  "apiUsers.delete": async ({ apiUser }) => ({ path: (await apiUser()).path, headers: any }),
  "apiKeys.create": async ({ apiUser }) => ({
    path: `${(await apiUser()).path}/keys`,
    body: {},
  }),
  "apiKeys.list": async ({ apiUser }) => ({ path: `${(await apiUser()).path}/keys` }),
  "apiKeys.get": async ({ apiUser }) => ({ path: (await apiUser()).key.path }),
  "apiKeys.rotate": async ({ apiUser }) => ({
    path: `${(await apiUser()).key.path}/rotate`,
    body: { overlapMinutes: 1 },
  }),
  "apiKeys.revoke": async ({ apiUser }) => ({ path: (await apiUser()).key.path }),
  "apiUsers.createOnPlatform": () => ({
    path: "/v1/platform/api-users",
    body: { displayName: "A", permissions: ["platform.customers.view"] },
  }),
  "apiUsers.listOnPlatform": at("/v1/platform/api-users"),
  "apiUsers.getOnPlatform": async ({ platformApiUser }) => ({
    path: (await platformApiUser()).path,
  }),
  "apiUsers.updateOnPlatform": async ({ platformApiUser }) => ({
    path: (await platformApiUser()).path,
    body: { displayName: newId() },
    headers: any,
  }),
  "apiUsers.deleteOnPlatform": async ({ platformApiUser }) => ({
    path: (await platformApiUser()).path,
    headers: any,
  }),
  "apiKeys.createOnPlatform": async ({ platformApiUser }) => ({
    path: `${(await platformApiUser()).path}/keys`,
    body: {},
  }),
  "apiKeys.listOnPlatform": async ({ platformApiUser }) => ({
    path: `${(await platformApiUser()).path}/keys`,
  }),
  "apiKeys.getOnPlatform": async ({ platformApiUser }) => ({
    path: (await platformApiUser()).key.path,
  }),
  "apiKeys.rotateOnPlatform": async ({ platformApiUser }) => ({
    path: `${(await platformApiUser()).key.path}/rotate`,
    body: { overlapMinutes: 1 },
  }),
  "apiKeys.revokeOnPlatform": async ({ platformApiUser }) => ({
    path: (await platformApiUser()).key.path,
  }),
  "customers.create": () => ({ path: "/v1/customers", body: { id: newId(), displayName: "A" } }),
  "subCustomers.list": ({ path }) => ({ path: `${path}/sub-customers` }),
  "customers.createFor": () => ({
    path: "/v1/platform/customers",
    body: { id: newId(), displayName: "A", people: [planFor()] },
  }),
  "imports.create": () => ({
    path: "/v1/platform/imports",
    body: { lines: [{ kind: "customer", data: { id: newId(), displayName: "A" } }] },
  }),
  "customers.listAll": at("/v1/platform/customers"),
  "customers.list": at("/v1/customers"),
  "customers.get": ({ path }) => ({ path }),
  "customers.export": ({ path }) => ({ path: `${path}/export` }),
  "customers.update": ({ path }) => ({ path, body: { phone: newId() }, headers: any }),
  "customers.move": ({ path }) => ({
    path: `${path}/move`,
    body: { parentId: null },
    headers: any,
  }),
  "customers.close": ({ path }) => ({
    path: `${path}/close?dryRun=true`,
    body: { confirm: path.split("/").at(-1), reason: "A" },
    headers: any,
  }),
  "customers.closeMany": ({ path }) => ({
    path: "/v1/customers/close?dryRun=true",
    body: { ids: [path.split("/").at(-1)], reason: "A" },
  }),
  "customers.disable": (place, _, expected) => turned("disable", place, expected),
  "customers.enable": (place, _, expected) => turned("enable", place, expected),
  "customRoles.create": ({ path }) => ({
    path: `${path}/roles`,
    body: { id: newId("r"), name: "A", permissions: [] },
  }),
  "customRoles.list": ({ path }) => ({ path: `${path}/roles` }),
  "customRoles.get": async (place) => ({ path: await roleAt(place) }),
  "customRoles.update": async (place) => ({
    path: await roleAt(place),
    body: { name: newId() },
    headers: any,
  }),
  "customRoles.delete": async (place) => ({ path: await roleAt(place), headers: any }),
  "customRoles.createOnPlatform": () => ({ path: "/v1/platform/project-roles", body: aPilot() }),
  "customRoles.listOnPlatform": at("/v1/platform/project-roles"),
  "customRoles.getOnPlatform": async ({ projectRole }) => ({ path: await projectRole() }),
  "customRoles.updateOnPlatform": async ({ projectRole }) => ({
    path: await projectRole(),
    body: { rank: 2 },
    headers: any,
  }),
  "customRoles.deleteOnPlatform": async ({ projectRole }) => ({
    path: await projectRole(),
    headers: any,
  }),
  "events.list": ({ path }) => ({ path: `${path}/events` }),
  "events.listOnPlatform": at("/v1/platform/events"),
  "expiredAccess.list": ({ path }) => ({ path: `${path}/expired-access` }),
  "groups.create": ({ path }) => ({
    path: `${path}/groups`,
    body: { identifier: newId("g"), displayName: "A" },
  }),
  "groups.list": ({ path }) => ({ path: `${path}/groups` }),
  "groups.get": async (place) => ({ path: await groupAt(place) }),
  "groups.update": async (place) => ({
    path: await groupAt(place),
    body: { displayName: newId() },
    headers: any,
  }),
  "groups.delete": async (place) => ({ path: await groupAt(place), headers: any }),
  "groupMembers.list": async (place) => ({ path: `${await groupAt(place)}/members` }),
  "groupMembers.add": async (place) => ({
    path: `${await groupAt(place)}/members/${await place.member()}`,
  }),
  "groupMembers.remove": async ({ path, membership }) => {
    const { group, user } = await membership();
    return { path: `${path}/groups/${group}/members/${user}` };
  },
  "groupMembers.change": async (place) => ({
    path: `${await groupAt(place)}/members`,
    body: { add: [await place.member()] },
  }),
  "groups.createOnPlatform": () => ({
    path: "/v1/platform/groups",
    body: { identifier: newId("g"), displayName: "A" },
  }),
  "groups.listOnPlatform": at("/v1/platform/groups"),
  "groups.getOnPlatform": async ({ adminGroup }) => ({ path: (await adminGroup()).path }),
  "groups.updateOnPlatform": async ({ adminGroup }) => ({
    path: (await adminGroup()).path,
    body: { displayName: newId() },
    headers: any,
  }),
  "groups.deleteOnPlatform": async ({ adminGroup }) => ({
    path: (await adminGroup()).path,
    headers: any,
  }),
  "groupMembers.listOnPlatform": async ({ adminGroup }) => ({
    path: `${(await adminGroup()).path}/members`,
  }),
  "groupMembers.addOnPlatform": async ({ adminGroup, member }) => ({
    path: `${(await adminGroup()).path}/members/${await member()}`,
  }),
  "groupMembers.removeOnPlatform": async ({ adminGroup }) => {
    const { path, user } = await adminGroup();
    return { path: `${path}/members/${user}` };
  },
  "groupMembers.changeOnPlatform": async ({ adminGroup, member }) => ({
    path: `${(await adminGroup()).path}/members`,
    body: { add: [await member()] },
  }),
  "homeDashboard.get": ({ path }) => ({ path: `${path}/home-dashboard` }),
  "customerGroups.create": ({ path }) => ({
    path: `${path}/customer-groups`,
    body: { displayName: newId("A") },
  }),
  "customerGroups.list": ({ path }) => ({ path: `${path}/customer-groups` }),
  "customerGroups.get": async ({ customerGroup }) => ({ path: (await customerGroup()).path }),
  "customerGroups.update": async ({ customerGroup }) => ({
    path: (await customerGroup()).path,
    body: { displayName: newId("A") },
    headers: any,
  }),
  "customerGroups.delete": async ({ customerGroup }) => ({
    path: (await customerGroup()).path,
    headers: any,
  }),
  "customerGroups.listCustomers": async ({ customerGroup }) => ({
    path: `${(await customerGroup()).path}/customers`,
  }),
  "customerGroups.addCustomer": async ({ customerGroup }) => {
    const { path, spare } = await customerGroup();
    return { path: `${path}/customers/${spare}` };
  },
  "customerGroups.removeCustomer": async ({ customerGroup }) => {
    const { path, child } = await customerGroup();
    return { path: `${path}/customers/${child}` };
  },
  "customerGroups.changeCustomers": async ({ customerGroup }) => {
    const { path, spare } = await customerGroup();
    return { path: `${path}/customers`, body: { add: [spare] } };
  },
  "customerGroups.listMembers": async ({ customerGroup }) => ({
    path: `${(await customerGroup()).path}/members`,
  }),
  "customerGroups.grantRole": async ({ customerGroup, member }) => ({
    path: `${(await customerGroup()).path}/members/${await member()}/roles/employee`,
    body: {},
  }),
  "customerGroups.takeRole": async ({ customerGroup }) => {
    const { path, holder } = await customerGroup();
    return { path: `${path}/members/${holder}/roles/employee` };
  },
  "customerGroups.createOnPlatform": () => ({
    path: "/v1/platform/customer-groups",
    body: { displayName: newId("A") },
  }),
  "customerGroups.listOnPlatform": () => ({ path: "/v1/platform/customer-groups" }),
  "customerGroups.getOnPlatform": async ({ topGroup }) => ({ path: (await topGroup()).path }),
  "customerGroups.updateOnPlatform": async ({ topGroup }) => ({
    path: (await topGroup()).path,
    body: { displayName: newId("A") },
    headers: any,
  }),
  "customerGroups.deleteOnPlatform": async ({ topGroup }) => ({
    path: (await topGroup()).path,
    headers: any,
  }),
  "customerGroups.listCustomersOnPlatform": async ({ topGroup }) => ({
    path: `${(await topGroup()).path}/customers`,
  }),
  "customerGroups.addCustomerOnPlatform": async ({ topGroup }) => {
    const { path, spare } = await topGroup();
    return { path: `${path}/customers/${spare}` };
  },
  "customerGroups.removeCustomerOnPlatform": async ({ topGroup }) => {
    const { path, child } = await topGroup();
    return { path: `${path}/customers/${child}` };
  },
  "customerGroups.changeCustomersOnPlatform": async ({ topGroup }) => {
    const { path, spare } = await topGroup();
    return { path: `${path}/customers`, body: { add: [spare] } };
  },
  "customerGroups.listMembersOnPlatform": async ({ topGroup }) => ({
    path: `${(await topGroup()).path}/members`,
  }),
  "customerGroups.grantRoleOnPlatform": async ({ topGroup, member }) => ({
    path: `${(await topGroup()).path}/members/${await member()}/roles/employee`,
    body: {},
  }),
  "customerGroups.takeRoleOnPlatform": async ({ topGroup }) => {
    const { path, holder } = await topGroup();
    return { path: `${path}/members/${holder}/roles/employee` };
  },
  "invitations.create": ({ path }) => ({ path: `${path}/invitations`, body: planFor() }),
  "invitations.bulk": ({ path }) => ({
    path: `${path}/invitations/bulk`,
    body: { invitations: [planFor()] },
  }),
  "invitations.list": ({ path }) => ({ path: `${path}/invitations` }),
  "invitations.get": async (place) => ({ path: await invitationAt(place) }),
  "invitations.revoke": async (place) => ({ path: await invitationAt(place) }),
  "invitations.send": async ({ path, invitation }) => ({
    path: `${path}/invitations/${await invitation()}/send`,
  }),
  "invitations.resend": async (place) => ({ path: `${await invitationAt(place)}/resend` }),
  "invitations.preview": async (place) => withToken("preview", place),
  "invitations.accept": async (place) => withToken("accept", place),
  "invitations.decline": async (place) => withToken("decline", place),
  "invitations.listMine": at("/v1/me/invitations"),
  "invitations.acceptMine": async ({ invitationTo }, caller) => ({
    path: `/v1/me/invitations/${await invitationTo(caller)}/accept`,
  }),
  "invitations.declineMine": async ({ invitationTo }, caller) => ({
    path: `/v1/me/invitations/${await invitationTo(caller)}/decline`,
  }),
  "invitations.page": at("/invitation"),
  "me.get": at("/v1/me"),
  "me.access": at("/v1/me/access"),
  "me.update": () => ({ path: "/v1/me", body: { firstName: newId() }, headers: any }),
  "members.list": ({ path }) => ({ path: `${path}/members` }),
  "members.get": async (place) => ({ path: await memberAt(place) }),
  "members.join": async ({ path }, _, expected) => ({
    path: `${expected === 200 ? (await aCustomer()).path : path}/join`,
  }),
  "members.setRoles": async (place) => ({
    path: `${await memberAt(place)}/roles`,
    body: roles,
    headers: any,
  }),
  "members.grantRole": async (place) => ({
    path: `${await memberAt(place)}/roles/admin`,
    body: {},
  }),
  "members.takeRole": async (place) => ({ path: `${await memberAt(place)}/roles/employee` }),
  "members.remove": async (place) => ({ path: await memberAt(place), headers: any }),
  "operations.get": ({ operation }) => ({ path: `/v1/operations/${operation}` }),
  "operations.list": at("/v1/operations"),
  "operations.listAtCustomer": ({ path }) => ({ path: `${path}/operations` }),
  "operations.results": ({ operation }) => ({ path: `/v1/operations/${operation}/results` }),
  "operations.cancel": async ({ cancellable }) => ({
    path: `/v1/operations/${await cancellable()}/cancel`,
  }),
  "operations.retry": async ({ retriable }) => ({
    path: `/v1/operations/${await retriable()}/retry`,
  }),
  "messages.send": ({ path }) => ({ path: `${path}/messages`, body: { text: newId("hello") } }),
  "people.renew": ({ path }) => ({ path: `${path}/people/renew` }),
  "people.search": ({ path }) => ({ path: `${path}/people?q=ada` }),
  "pending.list": ({ path }) => ({ path: `${path}/pending` }),
  "permissions.list": at("/v1/permissions"),
  "projectMembers.list": ({ project }) => ({ path: `${project}/members` }),
  "projectMembers.grantRole": async (place) => ({
    path: `${place.project}/members/${await place.member()}/roles/user`,
    body: {},
  }),
  "projectMembers.takeRole": async (place) => ({
    path: `${place.project}/members/${await place.projectMember()}/roles/user`,
  }),
  "projectMembers.remove": async (place) => ({
    path: `${place.project}/members/${await place.projectMember()}`,
    headers: any,
  }),
  "projects.create": ({ path }) => ({
    path: `${path}/projects`,
    body: { id: newId("p"), displayName: "A" },
  }),
  "projects.list": ({ path }) => ({ path: `${path}/projects` }),
  "projects.listAll": at("/v1/platform/projects"),
  "projects.exportAll": at("/v1/platform/projects/export"),
  "projects.get": ({ project }) => ({ path: project }),
  "projects.setQuota": ({ path }) => ({ path: `${path}/projects/quota`, body: { quota: 250 } }),
  "projects.update": ({ project }) => ({
    path: project,
    body: { displayName: newId() },
    headers: any,
  }),
  "projects.delete": async (place, _, expected) => {
    const { id, path } = expected === 202 ? await place.doomed() : { id: "", path: place.project };
    return { path: `${path}/delete`, body: { confirm: id, reason: "A" } };
  },
  "quotas.get": ({ path }) => ({ path: `${path}/quotas` }),
  "quotas.exportAll": at("/v1/platform/quotas/export"),
  "roles.list": at("/v1/roles"),
  "tenants.create": ({ project }) => ({
    path: `${project}/tenants`,
    body: { platform: "aws", identifier: newId("account") },
  }),
  "tenants.list": ({ project }) => ({ path: `${project}/tenants` }),
  "tenants.get": async ({ tenant }) => ({ path: await tenant() }),
  "tenants.confirmDeletion": async (place, _, expected) => ({
    path: `${await tenantFor(place, expected)}/confirm-deletion`,
  }),
  "tenants.declineDeletion": async (place, _, expected) => ({
    path: `${await tenantFor(place, expected)}/decline-deletion`,
    body: reason,
  }),
  "tenants.listPending": at("/v1/platform/tenants?state=pending"),
  "things.create": ({ path }) => ({ path: `${path}/${kind}`, body: { name: "A" } }),
  "things.createMany": ({ path }) => ({
    path: `${path}/${kind}/bulk`,
    body: { items: [{ name: "A" }] },
  }),
  "things.list": ({ path }) => ({ path: `${path}/${kind}` }),
  "things.count": ({ path }) => ({ path: `${path}/things` }),
  "things.get": async ({ thing }) => ({ path: (await thing()).path }),
  "things.update": async ({ thing }) => ({
    path: (await thing()).path,
    body: { name: newId() },
    headers: any,
  }),
  "things.delete": async ({ thing }) => ({ path: (await thing()).path, headers: any }),
  "things.deleteMany": ({ path }) => ({
    path: `${path}/${kind}/bulk-delete`,
    body: { ids: [noThing] },
  }),
  "things.changeOwner": async ({ thing }, caller) => ({
    path: `${(await thing()).path}/owner`,
    body: { customer: await customerOf(caller) },
  }),
  "things.setQuota": ({ path }) => ({ path: `${path}/${kind}/quota`, body: { quota: 5000 } }),
  "thingGroups.create": ({ path }) => ({ path: `${path}/${kind}/groups`, body: { name: "A" } }),
  "thingGroups.list": ({ path }) => ({ path: `${path}/${kind}/groups` }),
  "thingGroups.get": async ({ thingGroup }) => ({ path: (await thingGroup()).path }),
  "thingGroups.update": async ({ thingGroup }) => ({
    path: (await thingGroup()).path,
    body: { name: newId() },
    headers: any,
  }),
  "thingGroups.delete": async ({ thingGroup }) => ({
    path: (await thingGroup()).path,
    headers: any,
  }),
  "thingGroups.addThing": async ({ thingGroup }) => {
    const { path, thing } = await thingGroup();
    return { path: `${path}/members/${thing}` };
  },
  "thingGroups.removeThing": async ({ thingGroup }) => {
    const { path, thing } = await thingGroup();
    return { path: `${path}/members/${thing}` };
  },
  "thingGroups.changeThings": async ({ thingGroup }) => {
    const { path, thing } = await thingGroup();
    return { path: `${path}/members`, body: { add: [thing] } };
  },
  "things.createOnPlatform": () => ({ path: `/v1/platform/${kind}`, body: { name: "A" } }),
  "things.createManyOnPlatform": () => ({
    path: `/v1/platform/${kind}/bulk`,
    body: { items: [{ name: "A" }] },
  }),
  "things.listOnPlatform": () => ({ path: `/v1/platform/${kind}` }),
  "things.countOnPlatform": () => ({ path: "/v1/platform/things" }),
  "things.getOnPlatform": async ({ platformThing }) => ({ path: (await platformThing()).path }),
  "things.updateOnPlatform": async ({ platformThing }) => ({
    path: (await platformThing()).path,
    body: { name: newId() },
    headers: any,
  }),
  "things.deleteOnPlatform": async ({ platformThing }) => ({
    path: (await platformThing()).path,
    headers: any,
  }),
  "things.deleteManyOnPlatform": () => ({
    path: `/v1/platform/${kind}/bulk-delete`,
    body: { ids: [noThing] },
  }),
  "things.changeOwnerOnPlatform": async ({ path, platformThing }) => ({
    path: `${(await platformThing()).path}/owner`,
    body: { customer: path.split("/").at(-1) },
  }),
  "thingGroups.createOnPlatform": () => ({
    path: `/v1/platform/${kind}/groups`,
    body: { name: "A" },
  }),
  "thingGroups.listOnPlatform": () => ({ path: `/v1/platform/${kind}/groups` }),
  "thingGroups.getOnPlatform": async ({ platformThingGroup }) => ({
    path: (await platformThingGroup()).path,
  }),
  "thingGroups.updateOnPlatform": async ({ platformThingGroup }) => ({
    path: (await platformThingGroup()).path,
    body: { name: newId() },
    headers: any,
  }),
  "thingGroups.deleteOnPlatform": async ({ platformThingGroup }) => ({
    path: (await platformThingGroup()).path,
    headers: any,
  }),
  "thingGroups.addThingOnPlatform": async ({ platformThingGroup }) => {
    const { path, thing } = await platformThingGroup();
    return { path: `${path}/members/${thing}` };
  },
  "thingGroups.removeThingOnPlatform": async ({ platformThingGroup }) => {
    const { path, thing } = await platformThingGroup();
    return { path: `${path}/members/${thing}` };
  },
  "thingGroups.changeThingsOnPlatform": async ({ platformThingGroup }) => {
    const { path, thing } = await platformThingGroup();
    return { path: `${path}/members`, body: { add: [thing] } };
  },
  "users.list": at("/v1/platform/users"),
  "users.create": () => ({
    path: "/v1/platform/users",
    body: { email: newAddress(), firstName: "Ada", lastName: "Lovelace" },
  }),
  "users.get": async ({ member }) => ({ path: `/v1/platform/users/${await member()}` }),
  "users.export": async ({ member }) => ({ path: `/v1/platform/users/${await member()}/export` }),
  "users.update": async ({ member }) => ({
    path: `/v1/platform/users/${await member()}`,
    body: { firstName: newId() },
    headers: any,
  }),
  "users.addIdentity": async ({ member }) => ({
    path: `/v1/platform/users/${await member()}/identities`,
    body: { issuer: "https://login.example.org", subject: newId("sub") },
  }),
  "users.delete": async ({ member }) => ({ path: `/v1/platform/users/${await member()}` }),
  "users.disable": async ({ member }) => ({
    path: `/v1/platform/users/${await member()}/disable`,
    body: reason,
  }),
  "users.enable": async ({ member }) => ({
    path: `/v1/platform/users/${await member()}/enable`,
    body: reason,
  }),
  "system.health": at("/health"),
  "system.openapi": at("/openapi.json"),
  "system.docs": at("/docs"),
  "system.asset": at("/docs/viewer.css"),
};

const tenantFor = (place: Place, expected: number) =>
  expected === 200 ? place.pendingTenant() : place.tenant();
const roleAt = async ({ path, role }: Place) => `${path}/roles/${await role()}`;
const groupAt = async ({ path, group }: Place) => `${path}/groups/${await group()}`;
const invitationAt = async ({ path, invitation }: Place) =>
  `${path}/invitations/${await invitation()}`;
/** A customer of its own, since nothing else happens at one that is disabled. */
const turned = async (verb: string, { path }: Place, expected?: number) => ({
  path: `${expected === 200 ? (await aCustomer()).path : path}/${verb}`,
  body: reason,
});
const adminAt = async ({ administrator }: Place) => `/v1/platform/admins/${await administrator()}`;
const memberAt = async ({ path, member }: Place) => `${path}/members/${await member()}`;
const withToken = async (verb: string, { token }: Place) => ({
  path: `/v1/invitations/${verb}`,
  body: { token: await token() },
});
