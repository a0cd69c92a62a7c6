import { seenRequest } from "../../shared/model/access-request.ts";
import type { Event } from "../../shared/model/event.ts";
import type { ExportedPart } from "../../shared/model/exported-part.ts";
import { platform } from "../../shared/model/id.ts";
import { stateOf } from "../../shared/model/invitation.ts";
import { seenOperation } from "../../shared/model/operation-progress.ts";
import { shownRoles } from "../../shared/model/role.ts";
import { seenUser, type User } from "../../shared/model/user.ts";
import * as accessRequests from "../../shared/table/access-requests.ts";
import * as bindingLists from "../../shared/table/binding-lists.ts";
import { getMany } from "../../shared/table/client.ts";
import * as events from "../../shared/table/events.ts";
import * as heldPlaces from "../../shared/table/held-places.ts";
import * as invitations from "../../shared/table/invitations.ts";
import * as operationLists from "../../shared/table/operation-lists.ts";
import { chosenPage, type Page, type PageOptions } from "../../shared/table/page.ts";
import * as personEvents from "../../shared/table/person-events.ts";
import * as platformEvents from "../../shared/table/platform-events.ts";
import { keys } from "../../shared/table/schema.ts";
import { madeIn } from "./made.ts";

/** What somebody did, as the log has it. */
type Acts = (actor: string, options: PageOptions) => Promise<Page<Event>>;

const atCustomers: Acts = (actor, options) => personEvents.of(actor, "actor", options);
const onPlatform: Acts = (actor, options) => platformEvents.ofPlatform({ ...options, actor });

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

/** The last one of each customer to their address, for as long as it is kept. */
const invited: Part = async ({ email }, options, now) => {
  const all = await invitations.lastTo(email);
  const chosen = chosenPage(all, options, ({ customer }) => customer);
  const found = await getMany(chosen.items.map((one) => keys.invitation(one)));
  const items = found.flatMap((item) => invitations.parse(item) ?? []);
  return each({ ...chosen, items }, (invitation) => ({
    part: "invitation",
    invitation: { ...invitation, state: stateOf(invitation, now) },
  }));
};

const ownEvents: Part = async ({ id }, options) =>
  each(await events.ofUser(id, options), (event) => ({ part: "event", event }));

/** What happened to them at customers, also at those that they have left. */
const customerEvents: Part = async ({ id }, options) =>
  each(await personEvents.of(id, "subject", options), (event) => ({ part: "event", event }));

/** What they did to others, there and on the platform. */
const done =
  (acts: Acts): Part =>
  async ({ id }, options) => {
    const { items, ...rest } = await acts(id, options);
    const others = items.filter(({ subject }) => subject !== id);
    return each({ ...rest, items: others }, (event) => ({ part: "event", event }));
  };

const made =
  (acts: Acts): Part =>
  async ({ id }, options, now) => {
    const { items, ...rest } = await acts(id, options);
    return { ...rest, items: await madeIn(items, id, now) };
  };

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

const started: Part = async ({ id }, options) =>
  each(await operationLists.startedBy(id, options), (operation) => ({
    part: "operation",
    operation: seenOperation(operation),
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
  done(atCustomers),
  done(onPlatform),
  made(atCustomers),
  made(onPlatform),
  started,
];
