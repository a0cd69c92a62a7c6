import type { HeldGrant, Level } from "../model/grant.ts";
import { isGroupId } from "../model/id.ts";
import { Refusal } from "../model/refusal.ts";
import { nameAt } from "../model/role.ts";
import * as apiUsers from "./api-users.ts";
import * as bindings from "./bindings.ts";
import type { Write } from "./commit.ts";
import * as customRoles from "./custom-roles.ts";
import * as customerGroupBindings from "./customer-group-bindings.ts";
import * as gates from "./gates.ts";
import { stillIn } from "./grouped-access.ts";
import * as memberships from "./memberships.ts";
import * as userGroups from "./user-groups.ts";
import * as users from "./users.ts";

/** Checks that what allows an act is still held when it is written: rights lost meanwhile grant nothing. */
export function stillHeld(
  principal: string,
  grant: HeldGrant | undefined,
  now: Date,
  customer = "",
): Write[] {
  return eachStillHeld(principal, [grant], now, customer);
}

/** The same of several rights that an act takes together. */
export function eachStillHeld(
  principal: string,
  grants: readonly (HeldGrant | undefined)[],
  now: Date,
  customer = "",
): Write[] {
  const held = grants.flatMap((grant) => grant ?? []);
  if (held.length < grants.length) throw new Refusal("forbidden");
  return allStillHeld(principal, held, now, customer);
}

/** The same of several grants, each place where they are held checked once. */
export function allStillHeld(
  principal: string,
  grants: readonly HeldGrant[],
  now: Date,
  customer = "",
): Write[] {
  const places = Map.groupBy(
    grants,
    ({ level, through, line = [customer], customerGroup }) =>
      `${level} ${through ?? ""} ${line[0]} ${customerGroup?.id ?? ""}`,
  );
  const lines = grants.flatMap(({ line = [], restsOn = [] }) => [line, restsOn]);
  const links = new Set(
    lines.flatMap((line) => line.slice(1).map((below, i) => `${line[i]}/${below}`)),
  );
  return [
    ...[...places.values()].flatMap((held) => heldAt(principal, held, now, customer)),
    ...[...links].map(stillBelow),
  ];
}

/** Checks that one customer is still right below another. */
function stillBelow(link: string): Write {
  const [above = "", below = ""] = link.split("/");
  return gates.isBelow(below, above);
}

/** Checks of one place: an API user's own record, or a binding of somebody or of their group. */
function heldAt(principal: string, held: readonly HeldGrant[], now: Date, customer: string) {
  const [{ level, through, line = [customer], customerGroup }] = held as [HeldGrant];
  const own = new Set(held.flatMap(({ permission }) => permission ?? []));
  if (own.size > 0) return [...own].map((one) => apiUsers.stillHolds(principal, one));
  const holder = through ?? principal;
  const place = line[0] as string;
  const roles = [...new Set(held.map(({ role }) => nameAt(role, customerGroup?.owner ?? place)))];
  return [
    ...(customerGroup ? onCustomerGroup(holder, place, customerGroup, roles, now) : []),
    ...(customerGroup ? [] : [onOne(level, holder, place, roles, now)]),
    ...(through ? [memberships.stands(principal, through)] : []),
    ...(through && level === "platform" ? [users.isActive(principal)] : []),
    ...held.flatMap(({ book }) => (book ? [customRoles.unchanged(book.owner, book.version)] : [])),
  ];
}

const onOne = (level: Level, holder: string, place: string, roles: readonly string[], now: Date) =>
  level === "platform"
    ? onPlatform(holder, roles, now)
    : bindings.stillHolds(holder, place, roles, now);

/** Checks that roles on a group of customers are still held, and that the customer is still in it. */
function onCustomerGroup(
  principal: string,
  customer: string,
  { id: group, owner }: { id: string; owner: string },
  roles: readonly string[],
  now: Date,
): Write[] {
  return [
    customerGroupBindings.stillHolds({ principal, owner }, group, roles, now),
    ...stillIn({ customer, owner, group }),
  ];
}

const onPlatform = (holder: string, roles: readonly string[], now: Date) =>
  isGroupId(holder)
    ? userGroups.stillHolds(holder, roles, now)
    : users.stillHolds(holder, roles, now);
