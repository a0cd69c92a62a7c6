import { holdsRoles } from "../model/binding.ts";
import { type Owners, ownerIds } from "../model/owners.ts";
import * as addressMails from "./address-mails.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import * as projects from "./projects.ts";
import { keys } from "./schema.ts";
import * as users from "./users.ts";

/** What an invitation of an address depends on. */
export interface Invitee {
  mails: addressMails.AddressMails;
  /** The member that the address already belongs to. */
  member?: string;
}

/** The users behind addresses, by address. */
export async function usersBehind(emails: readonly string[]): Promise<Map<string, string>> {
  const items = await getMany(emails.map((email) => keys.address({ email })));
  return new Map(
    emails.flatMap((email, i) => (items[i] ? [[email, String(items[i].userId)] as const] : [])),
  );
}

/** Everything that inviting these addresses to a customer depends on, read in one wave; `places` are those for owners of the customer and of those above it. */
export async function read(
  customer: string,
  emails: readonly string[],
  userIds: ReadonlyMap<string, string>,
  planned: readonly string[],
  places: readonly Owners[],
) {
  const [mailItems, bindingItems, projectItems, ownerItems] = await inOneGo([
    emails.map((email) => addressMails.keyOf(email)),
    emails.map((email) =>
      keys["customer binding"]({ principal: userIds.get(email) ?? "-", customer }),
    ),
    planned.map((project) => keys.project({ customer, project })),
    [...new Set(places.flatMap(ownerIds))].map((user) => keys.user({ user })),
  ]);
  const invitees = emails.map((email, i): Invitee => {
    const binding = bindings.parse(bindingItems[i]);
    const member = holdsRoles(binding) ? binding?.principal : undefined;
    return { mails: addressMails.parse(email, mailItems[i]), ...(member && { member }) };
  });
  const active = ownerItems.flatMap((item) => users.parse(item) ?? []);
  return {
    invitees,
    projects: new Map(
      projectItems.flatMap((item) => {
        const project = projects.parse(item);
        return project ? [[project.id, project] as const] : [];
      }),
    ),
    activeOwners: new Set(active.filter(({ status }) => status === "active").map(({ id }) => id)),
  };
}

type Keys = Parameters<typeof getMany>[0];
type Items = Awaited<ReturnType<typeof getMany>>;

async function inOneGo(groups: [Keys, Keys, Keys, Keys]): Promise<[Items, Items, Items, Items]> {
  const items = await getMany(groups.flat());
  const part = (group: number) => {
    const start = groups.slice(0, group).flat().length;
    return items.slice(start, start + (groups[group] as Keys).length);
  };
  return [part(0), part(1), part(2), part(3)];
}
