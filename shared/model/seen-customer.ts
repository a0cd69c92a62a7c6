import { seenBy, type Viewer } from "./authors.ts";
import type { Customer } from "./customer.ts";
import { liveOwners, type Owners } from "./owners.ts";
import { nameOf, type User } from "./user.ts";

/** The people among these who are live owners, as contacts of the customer. */
export function contactsOf(owners: Owners, people: readonly User[], now: Date) {
  const active = new Set(people.filter(({ status }) => status === "active").map(({ id }) => id));
  const live = new Set(liveOwners(owners, active, now).map(({ holder }) => holder));
  return people
    .filter(({ id }) => live.has(id))
    .map((user) => ({ id: user.id, name: nameOf(user), email: user.email }));
}

/** The live owners of a customer or, where it has none, of the nearest one above it that has. */
export function contactsAlong(
  places: readonly Owners[],
  people: readonly User[],
  now: Date,
): ReturnType<typeof contactsOf> {
  const all = places.map((owners) => contactsOf(owners, people, now));
  return all.find((contacts) => contacts.length > 0) ?? [];
}

/** A customer as one caller sees it. */
export const seenCustomer = (
  customer: Customer,
  contacts: ReturnType<typeof contactsOf>,
  viewer: Viewer & { permissions: ReadonlyMap<string, unknown> },
) => ({ ...seenBy(viewer, customer), contacts, permissions: [...viewer.permissions.keys()] });
