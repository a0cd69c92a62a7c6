import { type HeldPlace, isOnPlatform, liveIn, type PlacesOfGroup } from "../model/held-place.ts";
import { allCustomers, platform } from "../model/id.ts";
import type { HeldRoles } from "../model/role.ts";
import * as bindings from "./bindings.ts";
import { getMany } from "./client.ts";
import * as customerGroupBindings from "./customer-group-bindings.ts";
import * as customerGroups from "./customer-groups.ts";
import * as customers from "./customers.ts";
import * as projects from "./projects.ts";
import { keys } from "./schema.ts";
import * as userGroups from "./user-groups.ts";

/** A place that is still there, as people call it. */
export interface NamedPlace {
  customer: string;
  project?: string;
  customers?: { group?: string };
  onPlatform?: true;
}

/** What the places of a group are called, each in its place; nothing of one that is gone. Read by keys alone, as the mailer may. */
export async function namesOf(places: readonly HeldPlace[]): Promise<(NamedPlace | undefined)[]> {
  const found = await getMany(
    places.flatMap(({ customer, project = "-", customerGroup = "-" }) => [
      keys.customer({ customer }),
      keys.project({ customer, project }),
      keys["customer group"]({ group: customerGroup }),
    ]),
  );
  return places.map((place, i) => {
    const [owner, project, group] = found.slice(3 * i, 3 * i + 3);
    return nameOf(place, {
      customer: customers.parse(owner)?.displayName,
      project: projects.parse(project),
      group: customerGroups.parse(group)?.displayName,
    });
  });
}

interface Read {
  customer: string | undefined;
  project: ReturnType<typeof projects.parse>;
  group: string | undefined;
}

function nameOf(place: HeldPlace, { project, group, ...read }: Read): NamedPlace | undefined {
  const customer = place.customer === platform ? "the platform" : read.customer;
  if (customer === undefined) return undefined;
  if (place.customerGroup === allCustomers) return { customer, customers: {} };
  if (place.customerGroup)
    return group === undefined ? undefined : { customer, customers: { group } };
  if (isOnPlatform(place)) return { customer, onPlatform: true };
  if (!place.project) return { customer };
  return project?.status === "active" ? { customer, project: project.displayName } : undefined;
}

/** The roles that a group holds now at some places, ended ones too. */
export async function heldNow({ group: principal, places }: PlacesOfGroup): Promise<HeldRoles[]> {
  const items = await getMany(
    places.map((place) => {
      const { customer, project, customerGroup } = place;
      if (isOnPlatform(place)) return keys["user group"]({ group: principal });
      if (customerGroup) return keys["customer group binding"]({ principal, owner: customer });
      return project
        ? keys["project binding"]({ principal, customer, project })
        : keys["customer binding"]({ principal, customer });
    }),
  );
  return places.map((place, i) => {
    const [item, { customerGroup, project }] = [items[i], place];
    if (isOnPlatform(place)) return userGroups.parse(item)?.platformRoles ?? {};
    if (customerGroup) return customerGroupBindings.parse(item)?.roles[customerGroup] ?? {};
    return (project ? bindings.parseProject(item) : bindings.parse(item))?.roles ?? {};
  });
}

/** True where a group still holds all that a letter was to tell of; where it does not, another letter tells. */
export const isStillHeld = ({ roles }: HeldPlace, now: HeldRoles, at: Date) =>
  roles.every((role) => Object.hasOwn(now, role)) && liveIn(now, at).length > 0;
