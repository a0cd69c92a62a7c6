import { seenRequest } from "../../shared/model/access-request.ts";
import type { ExportedPart } from "../../shared/model/exported-part.ts";
import { platform } from "../../shared/model/id.ts";
import { isOpen } from "../../shared/model/invitation.ts";
import { shownRoles } from "../../shared/model/role.ts";
import { seenUser, type User } from "../../shared/model/user.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import { getMany } from "../../shared/table/client.ts";
import * as events from "../../shared/table/events.ts";
import * as heldPlaces from "../../shared/table/held-places.ts";
import * as invitations from "../../shared/table/invitations.ts";
import { chosenPage, type Page, type PageOptions } from "../../shared/table/page.ts";
import { keys } from "../../shared/table/schema.ts";

type Part = (user: User, options: PageOptions, now: Date) => Promise<Page<ExportedPart>>;

const each = <T>({ items, ...rest }: Page<T>, show: (item: T) => ExportedPart) => ({
  ...rest,
  items: items.map(show),
});

const record: Part = async (user, _, now) => ({
  items: [{ part: "record", record: seenUser(user, now) }],
});

const customers: Part = async ({ id }, options, now) =>
  each(await bindingLists.ofPrincipal(id, options), (binding) => ({
    part: "customer",
    customer: { ...binding, roles: shownRoles(binding.roles, now) },
  }));

const projects: Part = async ({ id }, options, now) =>
  each(await bindingLists.allProjectsOf(id, options), (binding) => ({
    part: "project",
    project: { ...binding, roles: shownRoles(binding.roles, now) },
  }));

const invited: Part = async ({ email }, options, now) => {
  const open = (await invitations.lastTo(email)).filter(({ until }) => until > now.toISOString());
  const chosen = chosenPage(open, options, ({ customer }) => customer);
  const found = await getMany(chosen.items.map((one) => keys.invitation(one)));
  const items = found.flatMap((item) => invitations.parse(item) ?? []);
  return each({ ...chosen, items: items.filter((one) => isOpen(one, now)) }, (invitation) => ({
    part: "invitation",
    invitation,
  }));
};

const ownEvents: Part = async ({ id }, options) =>
  each(await events.ofUser(id, options), (event) => ({ part: "event", event }));

/** What happened to them at their customers, one customer after the other. */
const customerEvents: Part = async ({ id }, { limit, after = "" }) => {
  const [last = "", event] = after.split(" ");
  const customer = event ? last : await nextCustomer(id, last);
  if (!customer) return { items: [] };
  const about = await events.ofCustomer(customer, { subject: id, limit, after: event });
  const nextCursor = about.nextCursor ? `${customer} ${about.nextCursor}` : customer;
  return each({ ...about, nextCursor }, (event) => ({ part: "event", event }));
};

async function nextCustomer(principal: string, after: string) {
  const options = { limit: 1, ...(after && { after }) };
  return (await bindingLists.ofPrincipal(principal, options)).items[0]?.customer;
}

const onCustomerGroups: Part = async ({ id }, options, now) => {
  const { places, ...rest } = await heldPlaces.ofPrincipal(id, options);
  const items = places.flatMap((place) => ("owner" in place ? [place] : []));
  return each({ ...rest, items }, ({ owner, roles, updatedAt }) => ({
    part: "customer-groups",
    customerGroups: {
      ...(owner !== platform && { customer: owner }),
      groups: Object.entries(roles).map(([id, held]) => ({ id, roles: shownRoles(held, now) })),
      updatedAt,
    },
  }));
};

const asked: Part = async ({ id }, options, now) =>
  each(await accessRequests.openAboutPerson(id, options), (request) => ({
    part: "access-request",
    accessRequest: seenRequest(request, now),
  }));

/** Everything that is held about a person, in the order in which it is exported. */
export const parts = [
  record,
  customers,
  projects,
  invited,
  ownEvents,
  customerEvents,
  onCustomerGroups,
  asked,
];
