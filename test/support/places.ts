import { thingKinds } from "../../shared/model/thing-kind.ts";
import { newAddress, newId, nobody } from "./api.ts";
import { aCustomerGroup, aTopGroup } from "./below.ts";
import {
  aCustomer,
  aGroup,
  aMachine,
  aMember,
  anAdmin,
  anAdminGroup,
  anInvitation,
  aPendingProject,
  aPerson,
  aPlatformMachine,
  aProject,
  aProjectRole,
  askFor,
  aTenant,
  type Person,
  theAdmin,
} from "./given.ts";
import { planFor, sentAgo } from "./invite.ts";
import { aFailedOperation, aStoredOperation } from "./operations.ts";
import { aThing, aThingGroup, someKind } from "./things.ts";

/** Where a request goes: a customer and things in it. Each function makes a thing that the request may change. */
export interface Place {
  path: string;
  /** A project on which the callers hold their roles. */
  project: string;
  member(): Promise<string>;
  projectMember(): Promise<string>;
  doomed(): Promise<{ id: string; path: string }>;
  /** Something the project has in a cloud platform, and something that is to be deleted with another one. */
  tenant(): Promise<string>;
  pendingTenant(): Promise<string>;
  invitation(): Promise<string>;
  /** An invitation to the caller's own address. */
  invitationTo(caller: Person): Promise<string>;
  token(): Promise<string>;
  operation: string;
  /** An operation that was cancelled, which may be asked for again, and one of which something failed. */
  cancellable(): Promise<string>;
  retriable(): Promise<string>;
  group(): Promise<string>;
  /** A role of the customer's own. */
  role(): Promise<string>;
  /** A role that the platform has for projects. */
  projectRole(): Promise<string>;
  /** A group with somebody in it. */
  membership(): Promise<{ group: string; user: string }>;
  /** An open request that needs the word of a second person. */
  accessRequest(): Promise<string>;
  /** A group of the platform with somebody in it. */
  adminGroup(): Promise<{ path: string; user: string }>;
  /** Groups of customers, of the customer and of the platform, with a customer in and one beside it. */
  customerGroup(): Promise<{ path: string; child: string; spare: string; holder: string }>;
  topGroup(): Promise<{ path: string; child: string; spare: string; holder: string }>;
  /** Somebody with roles on the platform. */
  administrator(): Promise<string>;
  /** An API user of the customer with a key, and one of the platform. */
  apiUser(): Promise<{ path: string; key: { path: string } }>;
  platformApiUser(): Promise<{ path: string; key: { path: string } }>;
  /** A thing of the customer, and one of the platform; a group of things and one of them. */
  thing(): Promise<{ path: string }>;
  platformThing(): Promise<{ path: string }>;
  thingGroup(): Promise<{ path: string; thing: string }>;
  platformThingGroup(): Promise<{ path: string; thing: string }>;
}

/** Who may call, in the order of every row of expectations. */
export const callerNames = [
  "owner",
  "admin",
  "employee",
  "project admin",
  "project user",
  "project reader",
  "stranger",
  "operator",
  "nobody",
] as const;

type Customer = Awaited<ReturnType<typeof aCustomer>>;

/** A customer with its people, one of each kind, and one who has nothing to do with it. */
export async function aWorld() {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const withRole = async (role: string) => {
    const person = await aMember(customer, ["employee"]);
    await customer.owner.put(`${project.path}/members/${person.id}/roles/${role}`);
    return person;
  };
  const callers: Record<(typeof callerNames)[number], Person> = {
    owner: customer.owner,
    admin: await aMember(customer, ["admin"]),
    employee: await aMember(customer, ["employee"]),
    "project admin": await withRole("admin"),
    "project user": await withRole("user"),
    "project reader": await withRole("reader"),
    stranger: await aPerson(),
    operator: await anAdmin(["organization-admin"]),
    nobody: { ...nobody(), id: "usr_01J00000000000000000000000" },
  };
  return { callers, place: await placeAt(customer, project.path) };
}

const anyVersion = { "if-match": "*" };

/** A customer as a place to send requests to. */
async function placeAt(customer: Customer, project: string): Promise<Place> {
  const { owner, path, id } = customer;
  const leaver = await aMember(customer, ["employee"]);
  const left = await owner.delete(`${path}/members/${leaver.id}`, { "if-match": "*" });
  let pilot: ReturnType<typeof aProjectRole> | undefined;
  const member = async () => (await aMember(customer, ["employee"])).id;
  return {
    path,
    project,
    member,
    projectMember: async () => {
      const held = await member();
      await owner.put(`${project}/members/${held}/roles/user`);
      return held;
    },
    doomed: () => aProject(customer),
    tenant: async () => (await aTenant({ path: project }, owner)).path,
    pendingTenant: async () => (await aPendingProject(customer)).tenants[0].path,
    invitation: async () => {
      const { body } = await owner.post(`${path}/invitations`, planFor());
      await sentAgo({ customer: id, id: body.id }, 5);
      return body.id;
    },
    invitationTo: async ({ email }) => {
      const other = await aCustomer();
      const plan = planFor(email || newAddress());
      return (await other.owner.post(`${other.path}/invitations`, plan)).body.id;
    },
    token: async () => (await anInvitation(customer)).token,
    operation: left.body.operation,
    cancellable: async () => (await aStoredOperation(customer, { state: "cancelled" })).id,
    retriable: async () => (await aFailedOperation(customer)).id,
    group: async () => (await aGroup(customer)).id,
    role: async () => {
      const body = { id: newId("r"), name: "Auditor", permissions: [] };
      return (await owner.post(`${path}/roles`, body)).body.id;
    },
    // They are few: one is enough while it is there.
    projectRole: async () => {
      pilot ??= aProjectRole();
      const { admin, path } = await pilot;
      if ((await admin.get(path)).status !== 200) pilot = aProjectRole();
      return (await pilot).path;
    },
    membership: async () => {
      const user = await member();
      return { user, group: (await aGroup(customer, [], [{ id: user }])).id };
    },
    accessRequest: async () => {
      const [asking, about] = [await aMember(customer, ["admin"]), await aPerson()];
      await askFor(customer, 2);
      const asked = await asking.put(`${path}/members/${about.id}/roles/employee`);
      const back = await owner.patch(path, { settings: { minApprovals: 1 } }, anyVersion);
      await asking.post(`${path}/access-requests/${back.body.id}/approve`);
      return `${path}/access-requests/${asked.body.id}`;
    },
    adminGroup: async () => {
      const user = await member();
      return { user, path: (await anAdminGroup([], [{ id: user }])).path };
    },
    customerGroup: async () => {
      const { path, child, spare, holder } = await aCustomerGroup(customer);
      return { path, child: child.id, spare: spare.id, holder: holder.id };
    },
    topGroup: async () => {
      const children = [await aCustomer(), await aCustomer()];
      const { path, child, spare, holder } = await aTopGroup(await theAdmin(), children);
      return { path, child: child.id, spare: spare.id, holder: holder.id };
    },
    administrator: async () => (await anAdmin(["compliance-manager"])).id,
    // Keys are few: what is no longer asked for makes room.
    apiUser: async () => {
      const { items } = (await owner.get(`${path}/api-users`)).body;
      for (const { id } of items.slice(3))
        await owner.delete(`${path}/api-users/${id}`, { "if-match": "*" });
      return aMachine(customer, ["customer.view"]);
    },
    platformApiUser: () => aPlatformMachine(["platform.customers.view"]),
    thing: () => aThing(customer, kind),
    platformThing: async () => aThing(await thePlatform(), kind),
    thingGroup: () => groupAndThing(customer),
    platformThingGroup: async () => groupAndThing(await thePlatform()),
  };
}

/** The kinds with attributes of their own do not differ: one stands for all. */
const kind = someKind("requests");

const thePlatform = async () => ({ path: "/v1/platform", owner: await theAdmin() });

async function groupAndThing(at: { path: string; owner: Person }) {
  const [group, thing] = [await aThingGroup(at, kind), await aThing(at, kind)];
  return { path: group.path, thing: thing.id };
}

/** A place where another customer is at home: everything is there, nothing of it is the caller's. */
export async function aForeignPlace(): Promise<Place> {
  const customer = await aCustomer();
  const project = await aProject(customer);
  const place = await placeAt(customer, project.path);
  const [member, invitation, token] = [
    await place.projectMember(),
    await place.invitation(),
    await place.token(),
  ];
  const [membership, role] = [await place.membership(), await place.role()];
  const tenant = await place.tenant();
  const apiUser = await place.apiUser();
  const accessRequest = await place.accessRequest();
  const [thing, thingGroup] = [await place.thing(), await place.thingGroup()];
  const customerGroup = await place.customerGroup();
  const [cancellable, retriable] = [await place.cancellable(), await place.retriable()];
  const [of, its] = token.split(".");
  return {
    ...place,
    cancellable: async () => cancellable,
    retriable: async () => retriable,
    member: async () => member,
    projectMember: async () => member,
    doomed: async () => project,
    tenant: async () => tenant,
    pendingTenant: async () => tenant,
    group: async () => membership.group,
    role: async () => role,
    membership: async () => membership,
    apiUser: async () => apiUser,
    thing: async () => thing,
    thingGroup: async () => thingGroup,
    accessRequest: async () => accessRequest,
    customerGroup: async () => customerGroup,
    invitation: async () => invitation,
    invitationTo: async () => invitation,
    token: async () => `${of}.${its}.${"x".repeat(43)}`,
  };
}

/** A place where nothing is. */
export function anUnknownPlace(): Place {
  const path = `/v1/customers/${newId("unknown")}`;
  const project = `${path}/projects/${newId("p")}`;
  const made = (prefix: string) => `${prefix}_01J00000000000000000000000`;
  const groupedAt = (owner: string) => ({
    path: `${owner}/customer-groups/${made("cgr")}`,
    child: newId("unknown"),
    spare: newId("unknown"),
    holder: made("usr"),
  });
  const machineAt = (owner: string) => {
    const apiUser = `${owner}/api-users/${made("api")}`;
    return { path: apiUser, key: { path: `${apiUser}/keys/${made("key")}` } };
  };
  const nothing = `${thingKinds[kind].prefix}_0001J00000000000000000000000`;
  const thingAt = (owner: string) => `${owner}/${kind}/${nothing}`;
  const thingGroupAt = (owner: string) => ({
    path: `${owner}/${kind}/groups/${made("tgr")}`,
    thing: nothing,
  });
  return {
    path,
    project,
    member: async () => made("usr"),
    projectMember: async () => made("usr"),
    accessRequest: async () => `${path}/access-requests/${made("req")}`,
    doomed: async () => ({ id: "none", path: project }),
    tenant: async () => `${project}/tenants/${made("ten")}`,
    pendingTenant: async () => `${project}/tenants/${made("ten")}`,
    group: async () => made("grp"),
    role: async () => "auditor",
    projectRole: async () => "/v1/platform/project-roles/pilot",
    membership: async () => ({ group: made("grp"), user: made("usr") }),
    invitation: async () => made("inv"),
    invitationTo: async () => made("inv"),
    token: async () => `${newId("unknown")}.${made("inv")}.${"x".repeat(43)}`,
    operation: made("opn"),
    cancellable: async () => made("opn"),
    retriable: async () => made("opn"),
    adminGroup: async () => ({ path: `/v1/platform/groups/${made("grp")}`, user: made("usr") }),
    customerGroup: async () => groupedAt(path),
    topGroup: async () => groupedAt("/v1/platform"),
    administrator: async () => made("usr"),
    apiUser: async () => machineAt(path),
    platformApiUser: async () => machineAt("/v1/platform"),
    thing: async () => ({ path: thingAt(path) }),
    platformThing: async () => ({ path: thingAt("/v1/platform") }),
    thingGroup: async () => thingGroupAt(path),
    platformThingGroup: async () => thingGroupAt("/v1/platform"),
  };
}
