import type { Looking } from "../../shared/lambda/visible-things.ts";
import { AccessRequest, seenRequest } from "../../shared/model/access-request.ts";
import type { StoredCustomer } from "../../shared/model/customer.ts";
import type { ExportedLine } from "../../shared/model/exported-line.ts";
import { allCustomers } from "../../shared/model/id.ts";
import { stateOf } from "../../shared/model/invitation.ts";
import { kindsOfThings, type ThingKind } from "../../shared/model/thing-kind.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";
import * as apiUsers from "../../shared/table/api-users.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import * as customRoles from "../../shared/table/custom-roles.ts";
import * as customerGroups from "../../shared/table/customer-groups.ts";
import * as events from "../../shared/table/events.ts";
import * as invitations from "../../shared/table/invitations.ts";
import * as memberships from "../../shared/table/memberships.ts";
import { chosenPage, type Page, type PageOptions } from "../../shared/table/page.ts";
import * as projects from "../../shared/table/projects.ts";
import * as tenants from "../../shared/table/tenants.ts";
import * as thingCounters from "../../shared/table/thing-counters.ts";
import * as thingGroups from "../../shared/table/thing-groups.ts";
import * as thingLists from "../../shared/table/thing-lists.ts";
import * as userGroups from "../../shared/table/user-groups.ts";
import { holdingLines, lineOf } from "./exported.ts";
import { groupedLines, holderLines } from "./exported-groups.ts";
import { thingLines } from "./exported-things.ts";

type Part = (
  customer: StoredCustomer,
  options: PageOptions,
  looking: Looking,
) => Promise<Page<ExportedLine>>;

const each = <T>({ items, ...rest }: Page<T>, show: (item: T) => ExportedLine) => ({
  ...rest,
  items: items.map(show),
});

const profile = ["displayName", "description", "tags"];

const record: Part = async (customer) => {
  const { path: _, ...shown } = customer;
  const own = ["id", ...profile, "email", "phone", "address", "parentId"];
  return { items: [lineOf("customer", shown, own)] };
};

const roles: Part = async ({ id }, options) => {
  const book = await customRoles.read(id);
  const all = Object.values(book?.roles ?? {}).sort((a, b) => (a.id < b.id ? -1 : 1));
  const own = ["customer", "id", "name", "description", "permissions"];
  return each(
    chosenPage(all, options, (role) => role.id),
    (role) => lineOf("custom-role", { ...role, customer: id }, own),
  );
};

const groups: Part = async ({ id }, options) =>
  each(await userGroups.ofOwner(id, options), (group) =>
    lineOf("group", group, ["customer", "identifier", ...profile]),
  );

const members: Part = async ({ id }, options) => {
  const page = await bindingLists.onCustomer(id, options);
  return { ...page, items: await holdingLines(["member", "group-role"], page.items) };
};

const groupMembers = ofEach(
  ({ id }, options) => userGroups.ofOwner(id, options),
  async (customer, group, options) =>
    each(await memberships.ofGroup(group.id, options), ({ principal, shown, at }) => ({
      kind: "group-member",
      data: { customer: customer.id, group: group.identifier, email: shown.email },
      about: { id: principal, since: at },
    })),
);

const machines: Part = async ({ id }, options) =>
  each(await apiUsers.ofOwner(id, options), (apiUser) =>
    lineOf("api-user", apiUser, ["customer", "displayName", "description", "permissions"]),
  );

const customerGroupsOf = ({ id }: StoredCustomer, options: PageOptions) =>
  customerGroups.ofOwner(id, options);

const ownGroups: Part = async (customer, options) =>
  each(await customerGroupsOf(customer, options), (group) => {
    const own = ["customer", "displayName", "description"];
    return lineOf("customer-group", group, own, ["boundRoles"]);
  });

const onAll: Part = (customer, options) =>
  holderLines(customer, { id: allCustomers, displayName: allCustomers }, options);

const invited: Part = async ({ id }, options, { now }) =>
  each(await invitations.ofCustomer(id, options), (invitation) => {
    const own = ["customer", "email", "firstName", "lastName", "roles", "groups", "projects"];
    return lineOf("invitation", { ...invitation, state: stateOf(invitation, now) }, own, ["hash"]);
  });

const ownProjects: Part = async ({ id }, options) =>
  each(await projects.ofCustomer(id, options), (project) =>
    lineOf("project", project, ["customer", "id", ...profile]),
  );

const allProjects = ({ id }: StoredCustomer, options: PageOptions) =>
  projects.ofCustomer(id, options);

const projectTenants = ofEach(allProjects, async (_, project, options) =>
  each(await tenants.ofProject(project, options), (tenant) =>
    lineOf("tenant", tenant, ["customer", "project", "platform", "identifier", "landingZone"]),
  ),
);

const projectMembers = ofEach(allProjects, async (customer, project, options) => {
  const where = { customer: customer.id, project: project.id, projectKey: project.key };
  const page = await bindingLists.onProject(where, options);
  const kinds = ["project-member", "project-group-role"] as const;
  return { ...page, items: await holdingLines(kinds, page.items, { project: project.id }) };
});

const groupsOf =
  (things: ThingKind): Part =>
  async ({ id }, options) =>
    each(await thingGroups.ofOwner({ owner: id, things }, options), (group) =>
      lineOf("thing-group", group, ["customer", "things", "name", "description", "externalId"]),
    );

const thingsOf =
  (things: ThingKind): Part =>
  async ({ id }, options, looking) => {
    const owned = { owner: id, things };
    const shards = (await thingCounters.of(owned)).map(({ shard }) => shard);
    const page = await thingLists.ofOwner(owned, { ...options, shards });
    return { ...page, items: await thingLines(owned, page.items, looking) };
  };

const asked: Part = async ({ id }, options, { now }) =>
  each(await accessRequests.ofCustomer(id, options), (request) => {
    const own = ["customer", "kind", "principal", "project", "asks"];
    return lineOf("access-request", AccessRequest().parse(seenRequest(request, now)), own);
  });

/** What happened, for those who ask for it: newest first. */
export const happenings: Part = async ({ id }, options) =>
  each(await events.ofCustomer(id, options), (event) => ({ kind: "event", data: event }));

/** What hangs on each of a list, one after the other. A position names where the list stands, and how far it got there. */
function ofEach<T>(
  list: (customer: StoredCustomer, options: PageOptions) => Promise<Page<T>>,
  inner: (customer: StoredCustomer, one: T, options: PageOptions) => Promise<Page<ExportedLine>>,
): Part {
  return async (customer, { limit, after = "" }) => {
    const [at = "", within] = after.split(" ");
    const { items, nextCursor } = await list(customer, { limit: 1, ...(at && { after: at }) });
    const [one] = items;
    if (!one) return { items: [] };
    const found = await inner(customer, one, { limit, after: within });
    if (found.nextCursor !== undefined)
      return { items: found.items, nextCursor: `${at} ${found.nextCursor}` };
    return { items: found.items, ...(nextCursor !== undefined && { nextCursor }) };
  };
}

/** Everything that a customer has, in the order in which it is exported. */
export const parts: readonly Part[] = [
  record,
  roles,
  groups,
  members,
  groupMembers,
  machines,
  ownGroups,
  ofEach(customerGroupsOf, groupedLines),
  onAll,
  ofEach(customerGroupsOf, holderLines),
  invited,
  ownProjects,
  projectTenants,
  projectMembers,
  ...kindsOfThings.flatMap((things) => [groupsOf(things), thingsOf(things)]),
  asked,
];
