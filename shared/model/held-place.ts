import * as z from "zod/mini";
import { platform } from "./id.ts";
import { lazy } from "./lazy.ts";
import { type HeldRoles, isLive, roleIdsOf } from "./role.ts";

/** Where roles are held: on a customer, on a project of it, on a group of customers whose owner is named, or, where the platform is named alone, on it. */
export const HeldPlace = lazy(() =>
  z.object({
    customer: z.string(),
    project: z.optional(z.string()),
    customerGroup: z.optional(z.string()),
    roles: z.array(z.string()),
  }),
);
export type HeldPlace = z.infer<ReturnType<typeof HeldPlace>>;

/** True of roles on the platform itself. */
export const isOnPlatform = ({ customer, project, customerGroup }: HeldPlace) =>
  customer === platform && !project && !customerGroup;

/** Roles that stand in the record of a group, as one of the places where it holds some. */
export const onPlatform = ({ platformRoles: roles = {} }: { platformRoles?: HeldRoles }) => ({
  customer: platform,
  roles,
});

/** What a group gives its members, as one letter speaks of it. */
export const PlacesOfGroup = lazy(() =>
  z.object({ group: z.string(), name: z.optional(z.string()), places: z.array(HeldPlace()) }),
);
export type PlacesOfGroup = z.infer<ReturnType<typeof PlacesOfGroup>>;

/** Places of which one letter speaks. */
export const placesAtMost = 20;

type Held = Omit<HeldPlace, "roles"> & { roles: HeldRoles };

/** What a group holds that has not ended; nothing where that is nothing. */
export function holdingsOf(
  { id: group, displayName: name }: { id: string; displayName: string },
  held: readonly (Held | undefined)[],
  now: Date,
): { holdings?: PlacesOfGroup } {
  const places = held
    .flatMap((one) => (one ? [{ ...placeOf(one), roles: liveIn(one.roles, now) }] : []))
    .filter(({ roles }) => roles.length > 0)
    .slice(0, placesAtMost);
  return places.length > 0 ? { holdings: { group, name, places } } : {};
}

const placeOf = ({ customer, project, customerGroup }: Held) => ({
  customer,
  ...(project && { project }),
  ...(customerGroup && { customerGroup }),
});

/** The roles among these that have not ended, in the order of their ids. */
export const liveIn = (roles: HeldRoles, now: Date) =>
  roleIdsOf(roles).filter((role) => isLive(roles[role] ?? {}, now));
